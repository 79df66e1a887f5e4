package dev.symbio.gateway.http;

import java.util.Map;
import java.util.Optional;

/** The fields of a form, each at most once. */
public record FormFields(Map<String, String> values) {
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
