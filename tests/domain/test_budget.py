"""Whether a batch may go: all of it, after a question, or nothing."""

from decimal import Decimal

from sora_desktop.domain.budget import Budget, Limits, Spend, Verdict, spend_of, weigh
from sora_desktop.domain.pricing import Cost, Doubt
from tests.support.rows import rows

OK, ASK, REFUSED = Verdict.OK, Verdict.ASK, Verdict.REFUSED
FORTY = Cost(Decimal("0.40"))
TWO = spend_of([(FORTY, 4), (FORTY, 4)], "USD")
NOBODY_KNOWS = spend_of([(Cost(None), 4)], "USD")


def test_what_is_free_takes_nothing_and_what_is_in_another_unit_is_unknown() -> None:
    costs = [(Cost(Decimal(0), free=True), 4), (Cost(Decimal(9), "credits"), 8), (FORTY, 12), (Cost(None), 4)]

    assert Spend(Decimal("0.40"), 24, 3, 2) == spend_of(costs, "USD")


@rows(
    ("day", "batch", "verdict"),
    [
        (Limits(), Limits(), OK),
        (Limits(money=Decimal("0.80")), Limits(money=Decimal("0.80")), OK),
        (Limits(money=Decimal("0.79")), Limits(), ASK),
        (Limits(), Limits(money=Decimal("0.79")), ASK),
        (Limits(seconds=8), Limits(seconds=7), ASK),
        (Limits(seconds=8, clips=2), Limits(seconds=8, clips=2), OK),
        (Limits(), Limits(clips=1), ASK),
        (Limits(money=Decimal(0)), Limits(), REFUSED),
        (Limits(), Limits(seconds=0), REFUSED),
        (Limits(clips=0), Limits(clips=9), REFUSED),
    ],
)
def test_above_a_limit_a_person_is_asked_and_zero_is_nothing_at_all(
    day: Limits, batch: Limits, verdict: Verdict
) -> None:
    assert verdict is weigh(Budget("USD", day, batch), Spend(), TWO).verdict


def test_the_day_counts_what_was_spent_before() -> None:
    budget = Budget(day=Limits(money=Decimal(1), seconds=12, clips=3))
    asked = weigh(budget, TWO, TWO)

    assert [OK, ASK] == [weigh(budget, Spend(), TWO).verdict, asked.verdict]
    assert 4 == len(asked.reasons), "each limit, and what a yes costs"
    assert ["This comes to $0.80.", "With this, today comes to $1.60; your budget for a day is $1.00."] == [
        str(reason) for reason in asked.reasons[:2]
    ]


def test_a_clip_whose_price_is_unknown_is_asked_about_where_a_budget_of_money_is_set_and_only_there() -> None:
    by_money, by_clips = Budget(day=Limits(money=Decimal(100))), Budget(batch=Limits(clips=4))

    assert [ASK, ASK, OK, OK] == [
        weigh(by_money, Spend(), NOBODY_KNOWS).verdict,
        weigh(by_money, NOBODY_KNOWS, TWO).verdict,
        weigh(by_clips, NOBODY_KNOWS, NOBODY_KNOWS).verdict,
        weigh(Budget(), NOBODY_KNOWS, NOBODY_KNOWS).verdict,
    ]


def test_what_is_free_goes_whatever_the_budget_is() -> None:
    assert OK is weigh(Budget(day=Limits(clips=0)), TWO, Spend()).verdict


def test_a_clip_that_may_cost_more_is_asked_about_where_a_budget_of_money_is_set_and_the_sums_say_at_least() -> None:
    open_end = spend_of([(Cost(Decimal("0.40"), doubts=(Doubt.UNIT,)), 8)], "USD")
    far, near = Budget(day=Limits(money=Decimal(100))), Budget(batch=Limits(money=Decimal("0.30")))

    assert [ASK, ASK, OK] == [
        weigh(far, Spend(), open_end).verdict,
        weigh(far, open_end, TWO).verdict,
        weigh(Budget(batch=Limits(clips=4)), open_end, open_end).verdict,
    ]
    assert ["This comes to at least $0.40.", "This clip may cost more: its exact price isn't known."] == [
        str(reason) for reason in weigh(far, Spend(), open_end).reasons
    ]
    first, *_ = weigh(near, Spend(), open_end).reasons
    assert "This comes to at least $0.40; your budget for one press of Generate is $0.30." == str(first)


def test_a_yes_to_an_exact_sum_is_none_to_one_that_may_be_more() -> None:
    budget = Budget(day=Limits(money=Decimal("0.10")))
    exact, open_end = (spend_of([(Cost(Decimal("0.40"), doubts=each), 4)], "USD") for each in ((), (Doubt.UNIT,)))

    assert not weigh(budget, Spend(), exact).asked.covers(weigh(budget, Spend(), open_end).asked)
    assert weigh(budget, Spend(), open_end).asked.covers(weigh(budget, Spend(), exact).asked)
