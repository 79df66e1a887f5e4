package dev.symbio.gateway.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The HTTP methods in use. HEAD arrives as GET, the server strips the body. */
public enum Verb {
    GET,
    POST,
    PUT,
    DELETE;

    static @Nullable Verb of(String method) {
        return switch (method) {
            case "GET" -> GET;
            case "POST" -> POST;
            case "PUT" -> PUT;
            case "DELETE" -> DELETE;
            default -> null;
        };
    }

    /** Everything but a read may change something. */
    public boolean changes() {
        return this != GET;
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
