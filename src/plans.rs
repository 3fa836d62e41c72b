//! The plans of many texts, one after the other.

use std::marker::PhantomData;

use crate::cache::Lent;
use crate::input::Input;
use crate::plan::Plan;
use crate::repairer::Repairer;

/// The plans of many inputs, in the order of the inputs: what [`Repairer::plans`] returns.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
///
/// let repairer = Repairer::english();
/// let mut plans = repairer.plans(["The goverment fell.", "The harbour was closd."]);
/// assert_eq!(plans.next().map(|plan| plan.edits().len()), Some(1));
/// assert_eq!(plans.size_hint(), (1, Some(1)));
/// # }
/// ```
#[derive(Debug)]
#[must_use = "no plan is made until it is asked for"]
pub struct Plans<'r, 't, I> {
    repairer: &'r Repairer,
    cache: Lent<'r>,
    inputs: I,
    /// The texts of the plans.
    texts: PhantomData<&'t str>,
}

impl<'r, 't, I> Plans<'r, 't, I> {
    pub(crate) fn new(repairer: &'r Repairer, inputs: I) -> Plans<'r, 't, I> {
        Plans { repairer, cache: repairer.lend_cache(), inputs, texts: PhantomData }
    }

    /// Makes the plans on all cores, some inputs ahead of the plan that is asked for.
    ///
    /// How many threads there are, and which of them repairs which text, changes no plan. The threads are those of the
    /// current rayon pool.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::english();
    /// let texts = ["The goverment fell.", "The harbour was closd."];
    /// let repaired: Vec<_> = repairer.plans(texts).parallel().map(|plan| plan.into_repaired()).collect();
    /// assert_eq!(repaired, ["The government fell.", "The harbour was closed."]);
    /// # }
    /// ```
    #[cfg(feature = "parallel")]
    pub fn parallel(self) -> ParallelPlans<'r, 't, I> {
        ParallelPlans { repairer: self.repairer, inputs: self.inputs, ready: Vec::new().into_iter() }
    }
}

impl<'t, I> Iterator for Plans<'_, 't, I>
where
    I: Iterator,
    I::Item: Into<Input<'t>>,
{
    type Item = Plan<'t>;

    fn next(&mut self) -> Option<Plan<'t>> {
        self.inputs.next().map(|input| self.repairer.plan_with_cache(input, &mut self.cache))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inputs.size_hint()
    }
}

/// The plans of many inputs in the order of the inputs, made on all cores: what [`Plans::parallel`] returns.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
///
/// let repairer = Repairer::english();
/// assert_eq!(repairer.plans(vec!["The goverment fell."; 500]).parallel().count(), 500);
/// # }
/// ```
#[cfg(feature = "parallel")]
#[derive(Debug)]
#[must_use = "no plan is made until it is asked for"]
pub struct ParallelPlans<'r, 't, I> {
    repairer: &'r Repairer,
    inputs: I,
    ready: std::vec::IntoIter<Plan<'t>>,
}

#[cfg(feature = "parallel")]
impl<'t, I> Iterator for ParallelPlans<'_, 't, I>
where
    I: Iterator,
    I::Item: Into<Input<'t>>,
{
    type Item = Plan<'t>;

    fn next(&mut self) -> Option<Plan<'t>> {
        /// Inputs a thread: enough that a long one does not leave the other threads without work for long.
        const AHEAD: usize = 16;
        if self.ready.len() == 0 {
            let ahead = AHEAD * rayon::current_num_threads();
            let inputs = self.inputs.by_ref().take(ahead).map(Into::into).collect();
            self.ready = self.repairer.plan_many(inputs).into_iter();
        }
        self.ready.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (least, most) = self.inputs.size_hint();
        let ready = self.ready.len();
        (least.saturating_add(ready), most.and_then(|most| most.checked_add(ready)))
    }
}
