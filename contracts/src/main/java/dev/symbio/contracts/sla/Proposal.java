package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;

/**
 * Terms on the table: the contract under negotiation, or an amendment of a signed one.
 *
 * @param signedBy the party that has signed them; null while they are a draft
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Proposal(int version, SlaTerms terms, Instant effectiveFrom, String note, TenantId signedBy) {}
