package dev.symbio.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One place at which two JSON values differ.
 *
 * @param pointer JSON Pointer into the value after; into the one before for what is gone
 * @param before absent if nothing was there
 * @param after absent if nothing is there any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Difference(String pointer, @Nullable JsonNode before, @Nullable JsonNode after) {}
