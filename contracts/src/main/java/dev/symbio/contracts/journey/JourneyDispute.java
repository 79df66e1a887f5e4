package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;

/** @param outcome null until the host has resolved it */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JourneyDispute(
        String id, String task, TenantId by, String text, Instant at, String outcome, Instant resolvedAt) {}
