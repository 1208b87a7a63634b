//! What percentages, sums of money, lengths and the like are said of.
//!
//! In: a quantity that counts no people or things, and the nouns around it. Out: its subject, and
//! a metric when its noun names one that is measured so.
//!
//! `投入资金300万元` → 资金; `水深3米` → 水深; `距县城35公里` → 距县城.

use std::borrow::Cow;

use crate::lexicon::{Kind, Sense};
use crate::link::draft::Scope;
use crate::link::name::Naming;
use crate::link::noun::Noun;
use crate::link::walk::Walk;
use crate::record::Dimension;
use crate::scan::quantity::Quantity;
use crate::span::Span;

impl<'a> Walk<'a, '_> {
    /// Percentages, money, lengths and the like have no metric of people; their subject is the
    /// noun before, else the one last named.
    pub(super) fn measured(
        &self,
        quantity: &'a Quantity,
        before: &Noun<'a>,
        left_start: usize,
        right: Span,
        scope: &Scope<'a>,
        naming: &mut Naming<'a>,
    ) {
        naming.sense = before.sense.filter(|sense| is_counted(sense, quantity));
        naming.metric = naming.sense.map(|sense| &*sense.metric);
        naming.from_left = before.span.is_some();
        naming.noun = before.span;
        naming.subject = before.span.map(|span| self.phrase(span));
        self.measured_after(quantity, before, right, naming);
        if naming.subject.is_none() {
            self.subject_of_scope(quantity, before, scope, naming);
        }
        self.distance(Span::new(left_start, quantity.span.start), naming);
        let after = self.text[right.range()].trim();
        if naming.subject.is_none() && !after.is_empty() {
            naming.subject =
                Some(self.linker.first_words(after)).filter(|s| !s.is_empty()).map(Cow::from);
        }
    }

    /// 3米深的水, 45%是老年人: the subject stands behind.
    fn measured_after(
        &self,
        quantity: &Quantity,
        before: &Noun<'a>,
        right: Span,
        naming: &mut Naming<'a>,
    ) {
        let after = self.text[right.range()].trim();
        let acts = |span| before.sense.is_none() && self.grammar.ends_with_verb(span);
        let wants_right = before.through_verb || before.span.is_none_or(acts);
        if wants_right && !after.is_empty() && !self.starts_predicate(after) && self.follows(right)
        {
            let span = self.noun_after(right, quantity.unit);
            naming.subject =
                Some(self.phrase(span)).filter(|s| !s.is_empty()).or(naming.subject.take());
            if quantity.dimension != Dimension::Voltage {
                naming.end = span.end;
            }
        }
        let copula = after.strip_prefix(['是', '为', '系']).map(str::trim_start);
        if naming.subject.is_none()
            && quantity.dimension == Dimension::Ratio
            && let Some(rest) = copula.filter(|rest| !rest.is_empty())
        {
            let from = right.start + self.text[right.range()].find(rest).unwrap_or(0);
            naming.subject = Some(self.phrase(self.noun_after(Span::new(from, right.end), None)));
        }
    }

    /// Without a noun: the verb before it (投入300万元), or what was last spoken of.
    fn subject_of_scope(
        &self,
        quantity: &Quantity,
        before: &Noun<'a>,
        scope: &Scope<'a>,
        naming: &mut Naming<'a>,
    ) {
        let verb = before.verb.map(|verb| self.text[verb.range()].into());
        let changes = naming.delta.is_some() || naming.stock;
        naming.subject = match verb {
            Some(verb) if !changes && quantity.dimension != Dimension::Ratio => Some(verb),
            verb => scope.subject.clone().or(verb),
        };
        naming.inherits = naming.delta.is_some() && quantity.dimension != Dimension::Ratio;
    }

    /// 震中距县城35公里: the distance is of all the words `left` of it.
    fn distance(&self, left: Span, naming: &mut Naming<'a>) {
        let apart = naming.subject.as_deref().is_none_or(|s| matches!(s, "距" | "离" | "相距"));
        if apart && self.text[left.range()].contains('距') && naming.delta.is_none() {
            let whole = self.phrase(left);
            naming.subject = Some(whole).filter(|s| s.len() > 6).or(naming.subject.take());
        }
    }

    /// True when a noun phrase follows, 的 before it or not.
    pub(super) fn follows(&self, right: Span) -> bool {
        let text = &self.text[right.range()];
        let skipped = text.len() - text.trim_start_matches([' ', '的']).len();
        self.grammar.starts_with_noun(Span::new(right.start + skipped, right.end))
    }
}

/// Whether the noun before the number names a metric that is measured in its unit.
fn is_counted(sense: &Sense, quantity: &Quantity) -> bool {
    !matches!(sense.kind, Kind::Generic | Kind::Thing)
        && sense.counts(quantity.unit)
        && quantity.unit.is_some()
        && !matches!(quantity.dimension, Dimension::Ratio | Dimension::Duration)
}
