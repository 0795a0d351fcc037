"""Minga with Airflow 3: copy this file into the folder of DAGs and set the folder of Minga.

One task, no operator of our own and nothing imported from Minga: Airflow only has to run a command on a worker that
sees the store and the outputs. A report that cannot be made fails the task; trying again makes only what is missing.
"""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

MINGA = "$HOME/minga"

with DAG(dag_id="minga_due", schedule="0 6 * * *", start_date=datetime(2026, 1, 1), catchup=False, max_active_runs=1,
         tags=["minga"], doc_md=__doc__):
    BashOperator(task_id="due", bash_command=f'cd "{MINGA}" && .venv/bin/minga due --run --workers 2',
                 append_env=True, retries=2, retry_delay=timedelta(minutes=30),
                 execution_timeout=timedelta(hours=12))
