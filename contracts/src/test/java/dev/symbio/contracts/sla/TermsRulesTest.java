package dev.symbio.contracts.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.entity.Rejection.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsRulesTest {
    @Test
    void soundTermsHaveNoFaults() {
        assertThat(TermsRules.check(TermsSamples.onTime())).isEmpty();
        assertThat(TermsRules.check(Given.terms(TermsSamples.ANSWERS_WITHIN_FOUR_WORKING_HOURS)))
                .isEmpty();
    }

    @Test
    void termsSurviveJson() {
        for (String json : List.of(TermsSamples.ON_TIME, TermsSamples.ANSWERS_WITHIN_FOUR_WORKING_HOURS)) {
            SlaTerms terms = Given.terms(json);
            assertThat(Given.roundTrip(terms, SlaTerms.class)).isEqualTo(terms);
        }
        assertThat(Given.json(TermsSamples.onTime())).contains("\"disputeWindow\":\"P14D\"", "\"mode\":\"half-up\"");
    }

    @Test
    void anUnknownTermIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> TermsSamples.onTime(node -> ((ObjectNode) node.get("credits")).put("capPerDay", "1")))
                .hasRootCauseInstanceOf(UnrecognizedPropertyException.class)
                .rootCause()
                .satisfies(e -> assertThat(((JsonMappingException) e).getPath())
                        .extracting(JsonMappingException.Reference::getFieldName)
                        .containsExactly("credits", "capPerDay"));
    }

    @Test
    void missingTermsAreAllNamed() {
        assertThat(TermsRules.check(Given.terms("{}")))
                .extracting(Fault::pointer)
                .containsExactly(
                        "/terms/indicator",
                        "/terms/objective",
                        "/terms/window",
                        "/terms/currency",
                        "/terms/rounding",
                        "/terms/credits",
                        "/terms/exclusions",
                        "/terms/noData",
                        "/terms/grace",
                        "/terms/disputeWindow",
                        "/terms/lateObservations");
        assertThat(TermsRules.check(null)).extracting(Fault::pointer).containsExactly("/terms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "currency | \"XXQ\" | /terms/currency sla.unknown-currency",
                "indicator | {\"kind\":\"percentile\"} | /terms/indicator/percentile sla.term-out-of-range",
                "indicator | {\"kind\":\"ratio\",\"percentile\":5} | /terms/indicator/percentile sla.term-out-of-range",
                "indicator | {\"kind\":\"ratio\",\"clock\":\"working\"} | /terms/indicator/calendar sla.term-missing",
                "indicator | {\"kind\":\"ratio\",\"meets\":{\"operator\":\"<=\"}} | /terms/indicator/meets/value sla.term-missing",
                "indicator | {\"kind\":\"ratio\",\"unit\":\"d\",\"meets\":{\"operator\":\"<=\",\"value\":1,\"unit\":\"h\"}} | /terms/indicator/meets/unit sla.unit-differs",
                "objective | {\"operator\":\">=\",\"target\":\"1.2\"} | /terms/objective/target sla.term-out-of-range",
                "objective | {\"operator\":\"within\",\"target\":\"0.5\"} | /terms/objective/operator sla.term-not-applicable",
                "objective | {\"operator\":\">=\",\"target\":\"0\"} | /terms/objective/target sla.term-out-of-range",
                "window | {\"kind\":\"days\"} | /terms/window/days sla.term-out-of-range",
                "window | {\"kind\":\"quarter\",\"zone\":\"UTC\",\"days\":3} | /terms/window/days sla.term-out-of-range",
                "window | {\"kind\":\"quarter\"} | /terms/window/zone sla.term-missing",
                "exclusions | [\"customer-fault\",\"customer-fault\"] | /terms/exclusions/1 sla.term-repeated",
                "rounding | {\"decimals\":9,\"mode\":\"up\"} | /terms/rounding/decimals sla.term-out-of-range",
                "grace | \"P900D\" | /terms/grace sla.term-out-of-range",
                "disputeWindow | \"PT1M\" | /terms/disputeWindow sla.term-out-of-range",
                "expectedPerPeriod | 0 | /terms/expectedPerPeriod sla.term-out-of-range"
            })
    void aFaultIsNamedWithItsPlace(String term, String json, String expected) {
        assertThat(faults(TermsSamples.put(term, json))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // overlap
                "[{'from':0.85,'to':0.95,'percent':2},{'from':0.75,'to':0.9,'percent':5},{'from':0,'to':0.75,'percent':9}] | /terms/credits/tiers/1/to sla.tiers-overlap",
                // gap between
                "[{'from':0.9,'to':0.95,'percent':2},{'from':0.75,'to':0.85,'percent':5},{'from':0,'to':0.75,'percent':9}] | /terms/credits/tiers/1/to sla.tiers-gap",
                // gap next to the objective
                "[{'from':0,'to':0.9,'percent':2}] | /terms/credits/tiers/0/to sla.tiers-gap",
                // gap at the far end
                "[{'from':0.5,'to':0.95,'percent':2}] | /terms/credits/tiers/0/from sla.tiers-gap",
                // beyond the objective
                "[{'from':0,'to':0.97,'percent':2}] | /terms/credits/tiers/0/to sla.tiers-overlap",
                "[{'from':0,'percent':2}] | /terms/credits/tiers/0/to sla.tiers-overlap",
                // below zero
                "[{'from':-1,'to':0.95,'percent':2}] | /terms/credits/tiers/0/from sla.tiers-overlap",
                // twice the same
                "[{'from':0,'to':0.95,'percent':2},{'from':0,'to':0.95,'percent':3}] | /terms/credits/tiers/1/to sla.tiers-overlap",
                "[{'from':0.95,'to':0.95,'percent':2}] | /terms/credits/tiers/0/from sla.tier-empty",
                "[{'from':0,'to':0.95,'percent':101}] | /terms/credits/tiers/0/percent sla.term-out-of-range",
                "[{'from':0,'to':0.95}] | /terms/credits/tiers/0/percent sla.term-missing",
                "[] | /terms/credits/tiers sla.tiers-gap"
            })
    void tiersCoverTheBreachSideExactly(String tiers, String expected) {
        SlaTerms terms = TermsSamples.onTime(
                node -> ((ObjectNode) node.get("credits")).set("tiers", TermsSamples.tree(tiers.replace('\'', '"'))));
        assertThat(faults(terms)).contains(expected);
    }

    @Test
    void tiersMayComeInAnyOrder() {
        SlaTerms terms = TermsSamples.onTime(node -> ((ObjectNode) node.get("credits"))
                .set(
                        "tiers",
                        TermsSamples.tree("[{\"from\":0,\"to\":0.75,\"percent\":10},"
                                + "{\"from\":0.75,\"to\":0.95,\"percent\":2}]")));
        assertThat(TermsRules.check(terms)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'from':4,'to':8,'percent':2},{'from':8,'percent':5}] | ",
                "[{'from':4,'to':8,'percent':2},{'from':7,'percent':5}] | /terms/credits/tiers/1/from sla.tiers-overlap",
                "[{'from':4,'to':8,'percent':2}] | /terms/credits/tiers/0/to sla.tiers-gap",
                "[{'from':5,'percent':2}] | /terms/credits/tiers/0/from sla.tiers-gap",
                "[{'from':4,'to':1E+40,'percent':2},{'from':1E+40,'percent':5}] | /terms/credits/tiers/0/to sla.term-out-of-range",
                "[{'from':4,'to':1E+40,'percent':2},{'from':1E+40,'percent':5}] | /terms/credits/tiers/1/from sla.term-out-of-range"
            })
    void whereLessIsBetterTiersRiseFromTheObjective(String tiers, String expected) {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.putObject("indicator").put("kind", "mean");
            node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"4\"}"));
            ((ObjectNode) node.get("credits")).set("tiers", TermsSamples.tree(tiers.replace('\'', '"')));
        });
        if (expected == null) {
            assertThat(faults(terms)).isEmpty();
        } else {
            assertThat(faults(terms)).contains(expected);
        }
    }

    private static List<String> faults(SlaTerms terms) {
        return TermsRules.check(terms).stream()
                .map(fault -> fault.pointer() + " " + fault.code())
                .toList();
    }
}
