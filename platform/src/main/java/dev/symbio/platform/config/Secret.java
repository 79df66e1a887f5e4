package dev.symbio.platform.config;

/** A password: printed nowhere, whoever prints what holds it. */
public record Secret(String value) {
    @Override
    public String toString() {
        return value.isEmpty() ? "(none)" : "(secret)";
    }
}
