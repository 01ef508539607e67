"""What a job cost: the latest word of the best source holds, and none takes the place of another in silence."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sora_desktop.domain.charge import (
    MOST_KEPT,
    Charge,
    ChargeSource,
    Settlement,
    SettlementWay,
    Settling,
    cost_of,
)
from sora_desktop.domain.pricing import Cost
from tests.support.samples import NOON

S = ChargeSource
DOLLARS = st.decimals(0, 100, places=2)


def told(amount: str, source: ChargeSource = S.ANSWER, unit: str = "USD") -> Settlement:
    return Settlement(Decimal(amount), unit, source)


def charged(*settlements: Settlement) -> Charge:
    charge = Charge()
    for number, each in enumerate(settlements):
        charge = charge.with_settlement(each, NOON + timedelta(seconds=number))
    return charge


def test_the_latest_word_of_the_best_source_holds_and_all_are_kept() -> None:
    charge = charged(told("0.40", S.HEADER), told("0.44", S.TASK), told("0.42", S.ANSWER), told("0.41", S.HEADER))

    assert (told("0.44", S.TASK), 4) == (charge.standing, len(charge.entries))
    assert told("0.43", S.TASK) == charged(told("0.44", S.TASK), told("0.43", S.TASK)).standing


def test_the_same_word_again_is_nothing_new() -> None:
    once = charged(told("0.40"))

    assert once is once.with_settlement(told("0.40"), NOON + timedelta(hours=1))


def test_nothing_says_something_only_where_the_same_source_told_a_sum_before() -> None:
    given_back = charged(told("0.40"), told("0"))

    assert (None, 1) == (charged(told("0")).standing, len(charged(told("0", S.PERSON)).entries))
    assert (Decimal(0), Decimal("0.40")) == (
        given_back.standing and given_back.standing.amount,
        given_back.paid and given_back.paid.amount,
    )


def test_the_services_own_units_become_money_where_it_is_known_how_many_are_a_dollar() -> None:
    quota = Settlement(Decimal(400_000), "quota", S.TASK, "data.quota")
    known = Settling((SettlementWay.NEW_API_TASK,), units_a_dollar=500_000)

    assert quota == quota.counted_in(Settling(), "EUR")
    assert Settlement(Decimal("0.8"), "USD", S.TASK, "data.quota 400000") == quota.counted_in(known, "EUR")
    assert "EUR" == replace(quota, unit="").counted_in(known, "EUR").unit


def test_a_job_cost_what_was_settled_and_else_what_was_estimated() -> None:
    estimate, free = Cost(Decimal("0.40")), Cost(Decimal(0), free=True)

    assert [estimate, Cost(Decimal("0.44")), free] == [
        cost_of(estimate, Charge()),
        cost_of(estimate, charged(told("0.44"))),
        cost_of(free, charged(told("0.44"))),
    ]


@given(st.lists(st.builds(Settlement, DOLLARS, st.sampled_from(["USD", "quota"]), st.sampled_from(S)), max_size=30))
def test_however_much_is_told_a_charge_stays_small_and_the_best_word_holds(words: list[Settlement]) -> None:
    charge = Charge()
    for number, each in enumerate(words):
        charge = charge.with_settlement(each, NOON + timedelta(seconds=number))
        recorded = charge.entries and charge.entries[-1].told == each
        outweighed = charge.standing is None or [*S].index(charge.standing.source) > [*S].index(each.source)
        assert charge.standing == each or outweighed or not recorded

    assert len(charge.entries) <= MOST_KEPT
