package dev.symbio.contracts.sla;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TermsInWordsTest {
    @Test
    void onTimeTermsInEnglish() {
        assertThat(TermsInWords.english(TermsSamples.onTime()))
                .containsExactly(
                        "Over each calendar quarter (UTC), the share of observations that are met must be at least 95 %.",
                        "If it is below 95 %, but at least 90 %, the provider credits 2 % of the period's value.",
                        "If it is below 90 %, but at least 75 %, the provider credits 5 % of the period's value.",
                        "If it is below 75 %, the provider credits 10 % of the period's value.",
                        "Credits are at most USD 50000 for one period, and at most USD 120000 for a period together"
                                + " with those that start in the twelve months before its end.",
                        "An observation is left out for force majeure or the customer's own fault, claimed with"
                                + " evidence, if the other party accepts the claim.",
                        "A period without observations gets no statement.",
                        "Amounts are rounded half up to 2 decimals.",
                        "A period closes 2 days after its end; its statement can be disputed for 14 days.",
                        "Observations that arrive up to 400 days after the closing change the next statement, not the"
                                + " one that was issued.");
    }

    @Test
    void onTimeTermsInChinese() {
        assertThat(TermsInWords.chinese(TermsSamples.onTime()))
                .containsExactly(
                        "在每个自然季度（UTC）内，达标记录所占比例必须不低于 95 %。",
                        "如低于 95 %但不低于 90 %，服务方按本期金额的 2 % 赔付。",
                        "如低于 90 %但不低于 75 %，服务方按本期金额的 5 % 赔付。",
                        "如低于 75 %，服务方按本期金额的 10 % 赔付。",
                        "赔付每期最高 USD 50000，本期与期末之前十二个月内开始的各期合计最高 USD 120000。",
                        "因不可抗力或客户自身原因并附证据提出的排除，经对方接受后，相关记录不计入考核。",
                        "没有记录的周期不出具结算单。",
                        "金额保留 2 位小数，四舍五入。",
                        "周期结束后 2 天关账；结算单可在 14 天内提出争议。",
                        "关账后 400 天内补报的记录调整下一张结算单，不改动已出具的结算单。");
    }

    @Test
    void workingHoursAndFixedAmountsAreSaidToo() {
        SlaTerms terms = Given.terms(TermsSamples.ANSWERS_WITHIN_FOUR_WORKING_HOURS);
        assertThat(TermsInWords.english(terms))
                .contains(
                        "An observation is met when its value is at most 4 h.",
                        "Measured times count only within the working hours of the calendar \"desk\" (Asia/Shanghai).",
                        "If it is below 90 %, the provider credits 10 % of CNY 1000.",
                        "Credits have no cap.",
                        "Nothing is left out of the measurement.");
        assertThat(TermsInWords.chinese(terms)).contains("记录的测量值不超过 4 h 时达标。", "赔付不设上限。", "没有可排除的情形。");
    }

    @Test
    void aStrictObjectiveIsMissedAtItsTarget() {
        SlaTerms terms = TermsSamples.put("objective", "{\"operator\":\">\",\"target\":\"0.95\"}");
        assertThat(TermsInWords.english(terms))
                .contains("If it is at most 95 %, but at least 90 %, the provider credits 2 % of the period's value.");
        assertThat(TermsInWords.chinese(terms)).contains("如不超过 95 %但不低于 90 %，服务方按本期金额的 2 % 赔付。");
    }

    @Test
    void whereLessIsBetterTiersLieAbove() {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.putObject("indicator").put("kind", "mean").put("unit", "h");
            node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"4\"}"));
            node.set(
                    "credits",
                    TermsSamples.tree("{\"tiers\":[{\"from\":\"4\",\"to\":\"8\",\"percent\":\"5\"},"
                            + "{\"from\":\"8\",\"percent\":\"9\"}]}"));
        });
        assertThat(TermsInWords.english(terms))
                .contains(
                        "If it is above 4 h, but at most 8 h, the provider credits 5 % of the period's value.",
                        "If it is above 8 h, the provider credits 9 % of the period's value.");
    }
}
