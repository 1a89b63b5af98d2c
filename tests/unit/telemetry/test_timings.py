from barograph.telemetry.timings import Timings, buckets_of


def test_durations_fall_into_buckets_that_hold_those_below() -> None:
    timings = Timings(bounds=(0.1, 1.0))
    for seconds in (0.05, 0.1, 0.5, 7.0):
        timings.observe(seconds, "auto")
    timings.observe(0.2, "mad")
    told = timings.to_json()
    auto, mad = told["rows"]
    assert buckets_of(told["bounds"], auto) == [("0.1", 2.0), ("1.0", 3.0), ("+Inf", 4.0)]
    assert (auto["labels"], round(auto["sum"], 2)) == (["auto"], 7.65)
    assert buckets_of(told["bounds"], mad)[-1] == ("+Inf", 1.0)


def test_before_the_first_duration_there_is_nothing_to_tell() -> None:
    assert Timings().to_json()["rows"] == []
