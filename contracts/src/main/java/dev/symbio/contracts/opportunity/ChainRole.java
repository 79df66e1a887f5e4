package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.personal.Personal;

/**
 * Somebody who has a say in the purchase.
 *
 * @param confirmed it is certain that this is the person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChainRole(BuyerRole role, @Personal String person, boolean confirmed) {}
