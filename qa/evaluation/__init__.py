"""Scripted test sets in, figures that tell how far answers can be trusted out.

testset.py  Case, TestSet, load_testset: questions with their accepted answers and evidence
fields.py   fields of JSON objects, checked
rows.py     row_of, save_rows: cases as JSON lines again
checks.py   problems, leaks: what is wrong with a test set
draft.py    draft_questions: questions proposed by rules, for a person to accept
squad.py    SQuAD articles as documents and rows of a test set
metrics.py  the arithmetic: text match, calibration, risk and coverage
scores.py   score_case: one answer against its case
figure.py   figure: a value with its bootstrap interval
results.py  Results, CaseResult: what a run found, saved and loaded
summary.py  summarise: the metrics over cases
tables.py   figures as Markdown tables
run.py      evaluate(pipeline, testset) -> Results
faults.py   FaultFinder: the stage to blame for a case that lost points
stages.py   the stages and the perfect parts, in words
goldpassages.py  find_gold: the passages that hold the answer, or where it was lost
rerun.py    Rerun: one question again in parts, isolated and integrated
losses.py   losses, bounds: where points are lost, and what perfect parts would bring
journal.py  Journal: the finished cases of an interrupted run
environment.py  describe_run: what a run was made with
commands.py, testset_commands.py  the commands
compare.py  compare(baseline, results): what was won and lost, and what fell beyond noise
report.py   report_html: the results as one self-contained page (report.css, report.js)
charts.py   its charts as inline SVG
diagrams.py its diagrams: confidence, retrieval, categories, documents, time
casecards.py  its cases, with answer beside gold and what went wrong
markdown.py markdown_summary: the results for a pull request
"""
