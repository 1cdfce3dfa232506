//! A Python script that rebuilds one case and runs a solution on it, with nothing of kumite.

use crate::model::{Answer, CaseInput, Entry, Param, Problem, Type, Value, python_literal, python_str_literal};

use super::starter::uses;

const TREES: &str = r#"

class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val, self.left, self.right = val, left, right


def tree(values):
    """A tree from its level order, None for a missing child."""
    if not values:
        return None
    root, rest = TreeNode(values[0]), iter(values[1:])
    waiting = [root]
    for node in waiting:
        for side in ("left", "right"):
            value = next(rest, None)
            if value is not None:
                child = TreeNode(value)
                setattr(node, side, child)
                waiting.append(child)
    return root


def level_order(root):
    values, waiting = [], [root]
    for node in waiting:
        values.append(node.val if node else None)
        if node:
            waiting += [node.left, node.right]
    while values and values[-1] is None:
        values.pop()
    return values
"#;

const LISTS: &str = r"

class ListNode:
    def __init__(self, val=0, next=None):
        self.val, self.next = val, next


def linked(values):
    head = None
    for value in reversed(values):
        head = ListNode(value, head)
    return head


def values_of(head):
    values = []
    while head:
        values.append(head.val)
        head = head.next
    return values
";

const LOAD: &str = r#"

def load(path):
    folder = str(pathlib.Path(path).parent)
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location("solution", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["solution"] = module
    vars(module).update(IN_SCOPE)
    spec.loader.exec_module(module)
    return module
"#;

/// The script; `solution` is the absolute path of the file, `case` the case's name.
pub fn repro_script(problem: &Problem, case: &str, solution: &str, input: &CaseInput, expected: &Answer) -> String {
    let about = format!("# The case {} of {}, rebuilt by kumite repro.", one_line(case), one_line(&problem.id));
    let solution = format!("SOLUTION = {}\n", python_str_literal(solution, usize::MAX));
    let expected = match expected {
        Answer::Returned(value) => literal(value),
        Answer::Printed(text) => text_literal(text),
    };
    if let CaseInput::Stdin(text) = input {
        return format!(
            "{about}\nimport subprocess\nimport sys\n\n{solution}TEXT = {}\nEXPECTED = {expected}\n\n\
             ran = subprocess.run([sys.executable, SOLUTION], input=TEXT, stdout=subprocess.PIPE, text=True)\n\
             print(\"result:  \", repr(ran.stdout))\nprint(\"expected:\", repr(EXPECTED))\n",
            text_literal(text)
        );
    }
    let (trees, lists) = (uses(&problem.entry, &Type::TreeNode), uses(&problem.entry, &Type::ListNode));
    let mut script =
        format!("{about}\nimport importlib.util\nimport pathlib\nimport sys\nfrom math import inf, nan\n\n{solution}");
    let mut in_scope = Vec::new();
    for (used, code, name) in [(trees, TREES, "\"TreeNode\": TreeNode"), (lists, LISTS, "\"ListNode\": ListNode")] {
        if used {
            script.push_str(code);
            in_scope.push(name);
        }
    }
    script.push_str(&format_scope(&in_scope));
    script.push_str(LOAD);
    script.push_str("\n\n");
    script.push_str(&call(&problem.entry, input));
    let shown = match problem.entry.answer_type() {
        Some(ty) if is_node(ty, &Type::TreeNode) => "level_order(result)",
        Some(ty) if is_node(ty, &Type::ListNode) => "values_of(result)",
        _ => "result",
    };
    let expected = expected.replacen("tree(", "(", usize::from(expected.starts_with("tree(")));
    let expected = expected.replacen("linked(", "(", usize::from(expected.starts_with("linked(")));
    script + &format!("print(\"result:  \", repr({shown}))\nprint(\"expected:\", repr({expected}))\n")
}

fn format_scope(names: &[&str]) -> String {
    let gap = if names.is_empty() { "" } else { "\n\n" };
    format!("{gap}IN_SCOPE = {{{}}}\n", names.join(", "))
}

/// The lines that make the call and leave its `result`.
fn call(entry: &Entry, input: &CaseInput) -> String {
    match (entry, input) {
        (Entry::Function { name, params, mutates, .. }, CaseInput::Call(args)) => {
            let result = match mutates {
                Some(index) => format!("function(*args)\nresult = args[{index}]\n"),
                None => "result = function(*args)\n".to_owned(),
            };
            format!(
                "args = {}\nsolution = load(SOLUTION)\n\
                 # A class Solution with the method is accepted too.\n\
                 function = getattr(solution, {name:?}, None) or getattr(solution.Solution(), {name:?})\n{result}",
                arguments(args, params)
            )
        }
        (Entry::Class { name, init, methods }, CaseInput::Class { init: init_args, calls }) => {
            let params =
                |name: &str| methods.iter().find(|method| method.name == name).map_or(&[][..], |method| &method.params);
            let calls: Vec<String> = calls
                .iter()
                .map(|(name, args)| format!("    ({name:?}, {}),\n", arguments(args, params(name))))
                .collect();
            format!(
                "init = {}\ncalls = [\n{}]\ntarget = load(SOLUTION).{name}(*init)\n\
                 result = [getattr(target, name)(*args) for name, args in calls]\n",
                arguments(init_args, init),
                calls.concat()
            )
        }
        _ => String::new(),
    }
}

fn arguments(args: &[Value], params: &[Param]) -> String {
    let each = args.iter().zip(params).map(|(arg, param)| match &param.ty {
        Type::Iterator(_) => format!("iter({})", literal(arg)),
        _ => literal(arg),
    });
    format!("[{}]", each.collect::<Vec<_>>().join(", "))
}

/// The value as Python code, with calls that build trees and linked lists.
fn literal(value: &Value) -> String {
    let list = |items: &[Value]| items.iter().map(literal).collect::<Vec<_>>().join(", ");
    match value {
        Value::Tree(items) => format!("tree([{}])", list(items)),
        Value::Linked(items) => format!("linked([{}])", list(items)),
        Value::List(items) => format!("[{}]", list(items)),
        Value::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
        Value::Tuple(items) => format!("({})", list(items)),
        Value::Dict(pairs) => {
            let pair = |(key, value): &(Value, Value)| format!("{}: {}", literal(key), literal(value));
            format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        other => python_literal(other, usize::MAX),
    }
}

fn text_literal(text: &[u8]) -> String {
    python_str_literal(&String::from_utf8_lossy(text), usize::MAX)
}

fn is_node(ty: &Type, node: &Type) -> bool {
    ty == node || matches!(ty, Type::Optional(inner) if **inner == *node)
}

/// Foreign text in a comment, which must not be able to end it.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() || letter == '\u{2028}' { ' ' } else { letter }).collect()
}
