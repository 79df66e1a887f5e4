package dev.symbio.platform.config;

/** A setting is wrong. The message names it and says what was expected. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSettings(String setting, String message) {
        super(setting + ": " + message);
    }
}
