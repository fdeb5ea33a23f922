"""The hook for pre-commit, the action for GitHub, and the examples on the page about CI: each is really run."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from exporter.cli import program

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
HOSTILE = "a b; touch pwned; $(touch pwned) `touch pwned` \"' ${{ 1 }} -x"

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture
def environment(folder):
    """Give an environment in which `exporter` is the program that is tested, and git and pre-commit have homes."""
    (folder / "bin").mkdir()
    script = folder / "bin" / "exporter"
    script.write_text(f"#!{sys.executable}\nfrom exporter.cli import main\nmain()\n")
    script.chmod(0o755)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_"))}
    return {
        **kept,
        "PATH": os.pathsep.join((str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"])),
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "PRE_COMMIT_HOME": str(folder / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }


def write_package(folder, *ids):
    """Write a package of a table with a column of integers."""
    fields = [{"name": "id", "type": "integer"}]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (folder / "t.csv").write_text("\n".join(["id", *ids]) + "\n")


def check(*arguments, **options):
    """Run a program that must succeed."""
    return subprocess.run(arguments, check=True, capture_output=True, text=True, **options)


def judge(schema, path):
    """Judge a file by one of the schemas of CI services that check-jsonschema brings."""
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_manifest_of_the_hook_is_right(environment):
    """pre-commit takes the manifest, which runs what there is."""
    check(sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS), env=environment)
    (hook,) = yaml.safe_load(HOOKS.read_text())
    name, command, *options = hook["entry"].split()
    assert name == "exporter"
    known = {item for option in program.commands[command].params for item in option.opts}
    assert set(options) <= known


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("datapackage.json", True),
        ("data/x/datapackage.json", True),
        ("data/t.csv", True),
        ("data/t.csv.gz", True),
        ("t.parquet", True),
        ("notes.md", False),
        ("csv", False),
        ("t.csv.py", False),
    ],
)
def test_the_hook_runs_on_files_of_packages(path, runs):
    """A descriptor or a table starts the hook, other files do not."""
    (hook,) = yaml.safe_load(HOOKS.read_text())
    assert bool(re.search(hook["files"], path)) is runs


@needs_git
def test_the_hook_runs(environment, folder):
    """A commit of a table starts the check of its whole package, and a bad row stops it."""
    hooks, data = folder / "hooks", folder / "data"
    hooks.mkdir()
    # With language python, pre-commit would install exporter from PyPI; here it is installed already.
    (hooks / HOOKS.name).write_text(HOOKS.read_text().replace("language: python", "language: system"))
    for place in (hooks, data):
        check("git", "init", "-q", str(place), env=environment)
    check("git", "add", ".", cwd=hooks, env=environment)
    check("git", "commit", "-qm", "hooks", cwd=hooks, env=environment)
    revision = check("git", "rev-parse", "HEAD", cwd=hooks, env=environment).stdout.strip()
    repository = {"repo": str(hooks), "rev": revision, "hooks": [{"id": "exporter-validate"}]}
    (data / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [repository]}))
    write_package(data / "good", "1")
    write_package(data / "my bad", "1", "x")

    def commit(*paths):
        check("git", "add", *paths, cwd=data, env=environment)
        command = [sys.executable, "-m", "pre_commit", "run"]
        return subprocess.run(command, cwd=data, env=environment, capture_output=True, text=True, check=False)

    good = commit("good/t.csv")
    assert (good.returncode, "Passed" in good.stdout) == (0, True), good.stdout + good.stderr
    bad = commit("my bad/t.csv")
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "error type-error row 3, id" in bad.stdout


def test_the_action_is_right(tmp_path):
    """The action obeys GitHub's schema, and no script holds anything but what stands in the file."""
    assert judge("github-actions", ROOT / "action.yml").returncode == 0
    broken = tmp_path / "action.yml"
    broken.write_text(yaml.safe_dump({**ACTION, "runs": {"using": "composite"}}))
    assert judge("github-actions", broken).returncode != 0
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert not any("${{" in script for script in scripts)


def run_step(name, environment, inputs, **contexts):
    """Run a step of the action as a runner does: expressions in env are put in, the script is left as it is."""
    step = next(step for step in ACTION["runs"]["steps"] if step["name"] == name)
    defaults = {key: item["default"] for key, item in ACTION["inputs"].items()}
    values = {f"inputs.{key}": value for key, value in (defaults | inputs).items()} | contexts
    given = {key: values[re.fullmatch(r"\$\{\{ (.+) \}\}", text)[1]] for key, text in step["env"].items()}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        env={**environment, **given},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_bash
def test_the_action_validates(environment, folder):
    """The action prints annotations, writes the reports that are asked for, and fails as asked."""
    write_package(folder / "good", "1")
    write_package(folder / "bad", "1", "x")
    program = {"steps.install.outputs.program": "exporter"}
    inputs = {"path": "good\nbad\n", "sarif": "a.sarif", "junit": "a.xml"}
    done = run_step("Validate", environment, inputs, **program)
    assert done.returncode == 1, done.stderr
    first, last = done.stdout.splitlines()
    assert first.startswith("::error file=bad/t.csv,line=3,title=type-error::")
    assert last.startswith("::notice title=exporter validate::not valid: 1 error")
    assert json.loads(Path("a.sarif").read_text())["version"] == "2.1.0"
    assert Path("a.xml").exists()
    assert run_step("Validate", environment, inputs | {"fail-on": "never"}, **program).returncode == 0
    check("exporter", "validate", "bad", "--write-baseline", "known.json", env=environment)
    assert run_step("Validate", environment, inputs | {"baseline": "known.json"}, **program).returncode == 0


@needs_bash
def test_inputs_of_the_action_are_no_code(environment, folder):
    """Whatever the inputs hold, they are names: nothing in them is run, split or taken for an option."""
    write_package(folder / HOSTILE, "1")
    write_package(folder / "--json", "1")
    (folder / "known").mkdir()
    check("exporter", "validate", "--write-baseline", HOSTILE + ".json", "--", "--json", env=environment)
    inputs = {
        "path": f"{HOSTILE}\n--json",
        "baseline": f"{HOSTILE}.json",
        "sarif": f"{HOSTILE}.sarif",
        "junit": f"{HOSTILE}=.xml",
    }
    done = run_step("Validate", environment, inputs, **{"steps.install.outputs.program": "exporter"})
    assert done.returncode == 0, done.stderr
    assert "valid: 0 errors" in done.stdout
    assert json.loads(Path(f"{HOSTILE}.sarif").read_text())
    assert Path(f"{HOSTILE}=.xml").exists()
    assert not list(folder.rglob("pwned"))
    wrong = run_step(
        "Validate", environment, {"fail-on": HOSTILE}, **{"steps.install.outputs.program": "exporter"}
    )
    assert wrong.returncode == 2


@needs_bash
@pytest.mark.parametrize("scripts", ["bin", "Scripts"])
def test_the_action_installs_itself(environment, folder, scripts):
    """The action installs the code of its own folder, with the versions that are tested, beside everything else."""
    fake = folder / "python"
    fake.write_text(
        f'#!/usr/bin/env bash\necho "$@" >> "{folder}/log"\n'
        f'if [ "$1" = -m ] && [ "$2" = venv ]; then mkdir -p "$3/{scripts}"; cp "$0" "$3/{scripts}/python"; fi\n'
    )
    fake.chmod(0o755)
    (folder / "temp dir").mkdir()
    runner = {"RUNNER_TEMP": f"{folder}/temp dir", "GITHUB_OUTPUT": f"{folder}/output"}
    contexts = {"steps.python.outputs.python-path": str(fake), "github.action_path": "/the action"}
    done = run_step("Install exporter", {**environment, **runner}, {}, **contexts)
    assert done.returncode == 0, done.stderr
    assert (folder / "log").read_text().splitlines() == [
        f"-m venv {folder}/temp dir/exporter",
        "-m pip install --quiet --constraint /the action/constraints.txt /the action",
    ]
    assert (folder / "output").read_text() == f"program={folder}/temp dir/exporter/{scripts}/exporter\n"


def find_examples():
    """Find the YAML examples of the page by the name of their file."""
    blocks = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return dict(blocks)


@pytest.mark.parametrize(
    ("name", "schema"),
    [(".github/workflows/data.yml", "github-workflows"), (".gitlab-ci.yml", "gitlab-ci")],
    ids=lambda value: value,
)
def test_examples_obey_the_schemas(tmp_path, name, schema):
    """The examples for GitHub and GitLab are right by the schemas of these services."""
    path = tmp_path / Path(name).name
    path.write_text(find_examples()[name])
    done = judge(schema, path)
    assert done.returncode == 0, done.stdout


def test_the_example_for_pre_commit_is_right(tmp_path, environment):
    """pre-commit takes the example, and the hook that it names exists."""
    path = tmp_path / "config.yaml"
    path.write_text(find_examples()[".pre-commit-config.yaml"])
    check(sys.executable, "-m", "pre_commit", "validate-config", str(path), env=environment)
    (repository,) = yaml.safe_load(path.read_text())["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [
        hook["id"] for hook in yaml.safe_load(HOOKS.read_text())
    ]


def test_the_example_for_github_uses_the_action_as_it_is():
    """The inputs in the example are inputs of the action."""
    steps = yaml.safe_load(find_examples()[".github/workflows/data.yml"])["jobs"]["validate"]["steps"]
    (given,) = [step["with"] for step in steps if "exporter@" in step["uses"]]
    assert set(given) <= set(ACTION["inputs"])


def test_the_example_for_gitlab_runs(run, folder):
    """The command in the example is understood, and writes the file that is named as a report."""
    job = yaml.safe_load(find_examples()[".gitlab-ci.yml"])["validate"]
    name, *arguments = job["script"][-1].split()
    assert name == "exporter"
    write_package(folder / "data" / "ships", "1")
    assert run(*arguments).exit_code == 0
    assert Path(job["artifacts"]["reports"]["junit"]).exists()
