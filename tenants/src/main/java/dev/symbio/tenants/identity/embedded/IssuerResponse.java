package dev.symbio.tenants.identity.embedded;

import dev.symbio.platform.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The issuer's answer.
 *
 * @param contentType such as {@code application/json}; null when there is no body
 * @param headers besides the content type
 */
public record IssuerResponse(int status, String contentType, Map<String, String> headers, String body) {
    private static final Map<String, String> NEVER_STORED = Map.of("Cache-Control", "no-store");
    private static final Map<String, String> PAGE_HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    public IssuerResponse {
        headers = Map.copyOf(headers);
    }

    static IssuerResponse json(int status, Object value) {
        return new IssuerResponse(status, "application/json", NEVER_STORED, Json.written(value));
    }

    /** An error as RFC 6749 section 5.2 describes it. */
    static IssuerResponse error(int status, String error, String description) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        return json(status, body);
    }

    static IssuerResponse page(int status, String html) {
        return new IssuerResponse(status, "text/html; charset=UTF-8", PAGE_HEADERS, html);
    }

    static IssuerResponse redirect(String location) {
        return new IssuerResponse(302, null, Map.of("Location", location, "Cache-Control", "no-store"), "");
    }
}
