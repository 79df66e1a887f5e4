package dev.symbio.contracts.sla;

import java.time.Instant;

/** Terms that both parties have signed, in force from a moment until the next version's. */
public record TermsVersion(int number, SlaTerms terms, Instant effectiveFrom) {}
