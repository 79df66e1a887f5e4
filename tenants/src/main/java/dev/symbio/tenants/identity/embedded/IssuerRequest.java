package dev.symbio.tenants.identity.embedded;

import java.util.Map;

/**
 * A request to the issuer.
 *
 * @param host the {@code Host} header as it came, with or without port; null if there was none
 * @param parameters of the query (authorize) or the form (token)
 */
public record IssuerRequest(String host, Map<String, String> parameters) {
    private static final int MAX_PARAMETERS = 30;
    private static final int MAX_VALUE_CHARS = 4_096;

    public IssuerRequest {
        parameters = Map.copyOf(parameters);
    }

    /** The parameter, or "" if it is missing. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    boolean isTooLarge() {
        return parameters.size() > MAX_PARAMETERS
                || parameters.values().stream().anyMatch(value -> value.length() > MAX_VALUE_CHARS);
    }
}
