package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What was delivered.
 *
 * @param name as the task asks for it
 * @param digest SHA-256 in hexadecimal; null when there is a link
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Deliverable(String name, String digest, String link) {}
