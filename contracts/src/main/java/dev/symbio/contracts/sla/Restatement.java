package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A closed period settled again because something turned out later.
 *
 * @param totals what counts now
 * @param indicator the exact indicator now; null without data
 * @param change old and new credit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Restatement(
        String period, Statement.Totals totals, IndicatorValue indicator, Statement.Adjustment change) {}
