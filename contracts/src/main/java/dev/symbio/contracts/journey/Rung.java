package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.personal.Subject;
import dev.symbio.tenants.tenant.Role;
import java.time.Duration;

/**
 * A step of an escalation ladder: who in the host's company is told when a task is still not delivered.
 *
 * @param after elapsed time since the limit passed
 * @param subject a person; null when everybody with the role is told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rung(Duration after, @Subject String subject, Role role) {}
