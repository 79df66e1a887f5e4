package dev.symbio.ops.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the platform answered.
 *
 * @param body parsed JSON, or a missing node when there was none
 * @param text the body as it came, for comparing answers byte by byte
 * @param etag the entity's sequence number, or null
 * @param retryAfter after how many seconds a repeat may help, or null
 */
public record ApiAnswer(int status, JsonNode body, String text, String etag, String retryAfter) {
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The {@code code} of a problem, or an empty text. */
    public String code() {
        return body.path("code").asText("");
    }
}
