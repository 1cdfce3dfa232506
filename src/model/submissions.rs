//! What was found of the submissions of a run: packed, and unpacked one at a time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::de::{Deserializer, Error as _};
use serde::ser::{SerializeTuple as _, Serializer};
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::record;
use super::result::{Baseline, SubmissionReport};
use super::shelf::{Shelf, Shelved};
use super::verdict::Verdict;

/// The reports of submissions in their order. None is in memory but the one that is looked at.
#[derive(Debug, Clone, Default)]
pub struct Submissions {
    packed: BTreeMap<usize, Packed>,
    shelf: Shelf,
}

#[derive(Debug, Clone)]
struct Packed {
    problem: Arc<Problem>,
    path: Arc<str>,
    record: Shelved,
}

impl Packed {
    fn report(&self) -> SubmissionReport {
        let bytes = self.record.bytes();
        let report = bytes.and_then(|bytes| record::unpack(&bytes, &self.problem, &self.path));
        report.unwrap_or_else(|| lost(&self.problem, &self.path))
    }
}

impl Submissions {
    /// None yet; what they take is put on this shelf.
    pub fn on(shelf: Shelf) -> Self {
        Self { packed: BTreeMap::new(), shelf }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// Whether there is one at this place.
    pub fn has(&self, place: usize) -> bool {
        self.packed.contains_key(&place)
    }

    /// Puts a report at its place.
    pub fn put(&mut self, place: usize, report: &SubmissionReport) {
        let record = self.shelf.put(record::pack(report));
        let (problem, path) = (Arc::clone(&report.problem), report.path.as_str().into());
        self.packed.insert(place, Packed { problem, path, record });
    }

    /// The report at a place.
    pub fn get(&self, place: usize) -> Option<SubmissionReport> {
        self.packed.get(&place).map(Packed::report)
    }

    /// The first report.
    pub fn first(&self) -> Option<SubmissionReport> {
        self.iter().next()
    }

    /// The reports one after the other.
    pub fn iter(&self) -> impl Iterator<Item = SubmissionReport> {
        self.packed.values().map(Packed::report)
    }
}

/// A report that was put away and cannot be read again: whatever its verdict was, there is none now.
fn lost(problem: &Arc<Problem>, path: &str) -> SubmissionReport {
    SubmissionReport {
        problem: Arc::clone(problem),
        path: path.to_owned(),
        source: "".into(),
        verdict: Verdict::JudgeError,
        time_limit: problem.limits.time.unwrap_or_default(),
        memory_limit_bytes: problem.limits.memory_bytes,
        message: Some("what was found of it was put away in a temporary file and cannot be read again".to_owned()),
        raised: None,
        cached: false,
        cpu_ratio: None,
        baseline: Baseline::default(),
        growth: None,
        cases: Vec::new(),
        warnings: Vec::new(),
    }
}

impl FromIterator<SubmissionReport> for Submissions {
    fn from_iter<I: IntoIterator<Item = SubmissionReport>>(reports: I) -> Self {
        let mut submissions = Self::default();
        for (place, report) in reports.into_iter().enumerate() {
            submissions.put(place, &report);
        }
        submissions
    }
}

/// Each problem once, as it is written down, and then the reports one after the other. A problem is written down without
/// its cases, so these reports have whatever they say.
impl Serialize for Submissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut numbers = HashMap::new();
        let mut problems = Vec::new();
        for Packed { problem, .. } in self.packed.values() {
            numbers.entry(Arc::as_ptr(problem)).or_insert_with(|| {
                problems.push(Arc::new(Problem { cases: Vec::new(), ..Problem::clone(problem) }));
                problems.len() - 1
            });
        }
        let mut both = serializer.serialize_tuple(2)?;
        both.serialize_element(&problems)?;
        both.serialize_element(&Written { submissions: self, numbers, problems: &problems })?;
        both.end()
    }
}

struct Written<'s> {
    submissions: &'s Submissions,
    numbers: HashMap<*const Problem, usize>,
    problems: &'s [Arc<Problem>],
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.submissions.packed.values().map(|packed| {
            let number = self.numbers[&Arc::as_ptr(&packed.problem)];
            let report = SubmissionReport { problem: Arc::clone(&self.problems[number]), ..packed.report() };
            (number, &packed.path, record::pack(&report))
        }))
    }
}

impl<'de> Deserialize<'de> for Submissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Parts = (Vec<Arc<Problem>>, Vec<(usize, Arc<str>, Vec<u8>)>);
        let (problems, reports) = Parts::deserialize(deserializer)?;
        let mut submissions = Self::default();
        for (place, (number, path, bytes)) in reports.into_iter().enumerate() {
            let problem = problems.get(number).ok_or_else(|| D::Error::custom("no such problem"))?;
            // Looked at now, so that what is damaged is found before anybody relies on it.
            record::unpack(&bytes, problem, &path).ok_or_else(|| D::Error::custom("no report"))?;
            let packed = Packed { problem: Arc::clone(problem), path, record: submissions.shelf.put(bytes) };
            submissions.packed.insert(place, packed);
        }
        Ok(submissions)
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::{case_report, problem, report};
    use super::super::shelf::tests::Small;
    use super::*;

    /// Of about this many bytes.
    fn large(path: &str, bytes: usize) -> SubmissionReport {
        let case = case_report("one", Verdict::Accepted);
        SubmissionReport { path: path.to_owned(), source: "#".repeat(bytes).into(), ..report(vec![case]) }
    }

    fn paths(submissions: &Submissions) -> Vec<String> {
        submissions.iter().map(|report| report.path).collect()
    }

    #[test]
    fn they_stand_in_their_order_whatever_came_first() {
        let mut submissions = Submissions::on(Shelf::with_spool(Small::new(usize::MAX, true)));
        for place in [2, 0, 3] {
            submissions.put(place, &large(&place.to_string(), 200_000));
        }
        assert_eq!((paths(&submissions), submissions.len()), (vec!["0".to_owned(), "2".to_owned(), "3".to_owned()], 3));
        assert!(!submissions.has(1) && submissions.get(1).is_none());
        submissions.put(2, &large("other", 200_000));
        assert_eq!(submissions.get(2).unwrap().path, "other");
        assert_eq!((submissions.first().unwrap().path.as_str(), submissions.len()), ("0", 3));
    }

    #[test]
    fn what_cannot_be_read_again_is_no_verdict() {
        let mut submissions = Submissions::on(Shelf::with_spool(Small::new(usize::MAX, false)));
        submissions.put(0, &large("a.py", 200_000));
        submissions.put(1, &large("b.py", 200_000));
        let [here, gone] = [0, 1].map(|place| submissions.get(place).unwrap());
        assert_eq!((here.path.as_str(), here.verdict, here.cases.len()), ("a.py", Verdict::WrongAnswer, 1));
        assert_eq!((gone.path.as_str(), gone.verdict, gone.cases.len()), ("b.py", Verdict::JudgeError, 0));
        assert!(gone.message.is_some());
    }

    #[test]
    fn they_are_read_as_they_were_written_and_what_is_damaged_is_refused() {
        let submissions: Submissions = ["a.py", "b.py"].map(|path| large(path, 10)).into_iter().collect();
        let bytes = postcard::to_stdvec(&submissions).unwrap();
        let back: Submissions = postcard::from_bytes(&bytes).unwrap();
        let cases = |of: &Submissions| of.iter().map(|report| format!("{:?}", report.cases)).collect::<Vec<_>>();
        assert_eq!(cases(&back), cases(&submissions));
        assert_eq!(paths(&back), ["a.py", "b.py"]);
        for number in [0_usize, 1] {
            for (record, is_whole) in [(record::pack(&report(Vec::new())), number == 0), (vec![255; 9], false)] {
                let bytes = postcard::to_stdvec(&(vec![problem()], vec![(number, "a.py", record)])).unwrap();
                assert_eq!(postcard::from_bytes::<Submissions>(&bytes).is_ok(), is_whole);
            }
        }
    }
}
