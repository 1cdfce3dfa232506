//! Functions of known class, at least four of each, with the costs that hide in innocent words: `in`, `pop(0)`,
//! slices, `+=`, scans of a dict.

/// What a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A list of ints in any order.
    Numbers,
    /// A sorted list of ints.
    Ordered,
    /// A text.
    Text,
    /// An int.
    Size,
}

/// A function: its name, its class, what it takes, its body with `x` as the argument.
pub type Known = (&'static str, &'static str, Takes, &'static str);

use Takes::{Numbers, Ordered, Size, Text};

/// The classes of a name in the table, as bands.
pub fn band(class: &str) -> &'static str {
    match class {
        "1" | "log n" => "flat",
        "n" | "n log n" => "linear",
        "n^2" => "quadratic",
        "n^3" => "cubic",
        _ => "exponential",
    }
}

/// All of them.
pub const KNOWN: [Known; 42] = [
    ("first item", "1", Numbers, "return x[0]"),
    ("both ends", "1", Numbers, "return x[0] + x[-1] + len(x)"),
    ("sum by formula", "1", Size, "return x * (x + 1) // 2"),
    ("bisect", "log n", Ordered, "import bisect\nreturn bisect.bisect_left(x, x[len(x) // 3])"),
    (
        "binary search",
        "log n",
        Ordered,
        "low, high, wanted = 0, len(x), x[len(x) // 3]\nwhile low < high:\n    middle = (low + high) // 2\n    \
         if x[middle] < wanted:\n        low = middle + 1\n    else:\n        high = middle\nreturn low",
    ),
    ("halving", "log n", Size, "steps = 0\nwhile x:\n    x //= 2\n    steps += 1\nreturn steps"),
    ("loop", "n", Numbers, "total = 0\nfor one in x:\n    if one % 2:\n        total += one\nreturn total"),
    ("built-in sum", "n", Numbers, "return sum(x)"),
    ("comprehension", "n", Numbers, "return sum([one * one for one in x])"),
    ("copy and reverse", "n", Numbers, "y = x[:]\ny.reverse()\nreturn y[0]"),
    (
        "counting in a dict",
        "n",
        Numbers,
        "counts = {}\nfor one in x:\n    counts[one] = counts.get(one, 0) + 1\nreturn len(counts)",
    ),
    ("set of items", "n", Numbers, "return len(set(x))"),
    ("letters of a text", "n", Text, "return sum(1 for letter in x if letter in 'aeiou')"),
    ("join", "n", Text, "return len(''.join(letter.upper() for letter in x))"),
    (
        "two pointers",
        "n",
        Ordered,
        "low, high, found = 0, len(x) - 1, 0\nwhile low < high:\n    if x[low] + x[high] < 1_000_000:\n        low += 1\n    \
         else:\n        high -= 1\n        found += 1\nreturn found",
    ),
    ("sorted", "n log n", Numbers, "return sorted(x)[0]"),
    ("sorted by key", "n log n", Numbers, "return sorted(x, key=lambda one: -one)[0]"),
    (
        "heap",
        "n log n",
        Numbers,
        "import heapq\nheap = []\nfor one in x:\n    heapq.heappush(heap, one)\nlast = 0\nwhile heap:\n    \
         last = heapq.heappop(heap)\nreturn last",
    ),
    (
        "merge sort",
        "n log n",
        Numbers,
        "def sort(part):\n    if len(part) < 2:\n        return part\n    middle = len(part) // 2\n    \
         left, right = sort(part[:middle]), sort(part[middle:])\n    merged, i, j = [], 0, 0\n    \
         while i < len(left) and j < len(right):\n        if left[i] <= right[j]:\n            merged.append(left[i])\n            \
         i += 1\n        else:\n            merged.append(right[j])\n            j += 1\n    \
         return merged + left[i:] + right[j:]\nreturn sort(x)[0]",
    ),
    ("bisect for each", "n log n", Ordered, "import bisect\nreturn sum(bisect.bisect_left(x, one + 1) for one in x)"),
    (
        "halving for each",
        "n log n",
        Size,
        "steps = 0\nfor _ in range(x):\n    left = x\n    while left:\n        left //= 2\n        steps += 1\nreturn steps",
    ),
    (
        "pairs",
        "n^2",
        Numbers,
        "found = 0\nfor i in range(len(x)):\n    for j in range(i):\n        if x[i] + x[j] == 1_000_000:\n            \
         found += 1\nreturn found",
    ),
    (
        "in a list",
        "n^2",
        Numbers,
        "seen = []\nfor one in x:\n    if one not in seen:\n        seen.append(one)\nreturn len(seen)",
    ),
    ("pop(0)", "n^2", Numbers, "y, total = list(x), 0\nwhile y:\n    total += y.pop(0)\nreturn total"),
    ("insert(0)", "n^2", Numbers, "y = []\nfor one in x:\n    y.insert(0, one)\nreturn len(y)"),
    ("slice the rest", "n^2", Numbers, "total = 0\nwhile x:\n    total += x[0]\n    x = x[1:]\nreturn total"),
    ("text +=", "n^2", Text, "box = ['']\nfor letter in x:\n    box[0] += letter\nreturn len(box[0])"),
    ("slice a text", "n^2", Text, "count = 0\nwhile x:\n    count += 1\n    x = x[1:]\nreturn count"),
    ("tuple +=", "n^2", Numbers, "y = ()\nfor one in x:\n    y += (one,)\nreturn len(y)"),
    ("count for each", "n^2", Numbers, "return max(x.count(one) for one in x)"),
    (
        "scan of a dict",
        "n^2",
        Numbers,
        "first = {}\nfor place, one in enumerate(x):\n    first.setdefault(one, place)\nfound = 0\nfor one in x:\n    \
         for key, place in first.items():\n        if key == one:\n            found += place\n            break\nreturn found",
    ),
    (
        "bubble sort",
        "n^2",
        Numbers,
        "y = list(x)\nfor end in range(len(y) - 1, 0, -1):\n    for i in range(end):\n        if y[i] > y[i + 1]:\n            \
         y[i], y[i + 1] = y[i + 1], y[i]\nreturn y[0]",
    ),
    ("min of the rest", "n^2", Numbers, "return sum(min(x[i:]) for i in range(len(x)))"),
    (
        "triples",
        "n^3",
        Numbers,
        "found = 0\nfor a in x:\n    for b in x:\n        for c in x:\n            if a + b == c:\n                \
         found += 1\nreturn found",
    ),
    (
        "sums of slices",
        "n^3",
        Numbers,
        "best = 0\nfor i in range(len(x)):\n    for j in range(i + 1, len(x) + 1):\n        \
         best = max(best, sum(x[i:j]))\nreturn best",
    ),
    (
        "pairs in a list",
        "n^3",
        Numbers,
        "found = 0\nfor a in x:\n    for b in x:\n        if a + b + 1 in x:\n            found += 1\nreturn found",
    ),
    (
        "matrix product",
        "n^3",
        Size,
        "a = [[i + j for j in range(x)] for i in range(x)]\nreturn sum(sum(a[i][k] * a[k][j] for k in range(x)) for i in \
         range(x) for j in range(x))",
    ),
    (
        "all substrings",
        "n^3",
        Text,
        "best = 0\nfor i in range(len(x)):\n    for j in range(i, len(x)):\n        if all(letter != '!' for letter in \
         x[i:j]):\n            best = max(best, j - i)\nreturn best",
    ),
    ("naive Fibonacci", "2^n", Size, "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nreturn fib(x)"),
    (
        "all subsets",
        "2^n",
        Numbers,
        "def best(i, left):\n    if i == len(x):\n        return left\n    return max(best(i + 1, left), best(i + 1, left + \
         x[i]))\nreturn best(0, 0)",
    ),
    (
        "every mask",
        "2^n",
        Size,
        "found = 0\nfor mask in range(2 ** min(x, 60)):\n    if mask & (mask >> 1) == 0:\n        found += 1\nreturn found",
    ),
    (
        "towers of Hanoi",
        "2^n",
        Size,
        "def move(n):\n    return 0 if n == 0 else move(n - 1) + 1 + move(n - 1)\nreturn move(x)",
    ),
];
