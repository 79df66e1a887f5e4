package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.personal.Subject;

/**
 * Who works on it and who watches over that, as subjects in the hosting tenant.
 *
 * @param supervisor null: the tenant's sales managers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record People(@Subject String owner, @Subject String supervisor) {}
