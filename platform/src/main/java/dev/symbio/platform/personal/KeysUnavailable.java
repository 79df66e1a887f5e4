package dev.symbio.platform.personal;

/** Where the data keys lie cannot be reached now, or a key's row is not what was written. It says nothing of what was to be sealed or opened; it can be tried again. */
public final class KeysUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_CAUSES = 20;

    KeysUnavailable(Throwable cause) {
        super("Data keys cannot be read: " + cause.getMessage(), cause);
    }

    KeysUnavailable(String message) {
        super(message);
    }

    /** Whether the failure, or what caused it, is one. */
    public static boolean isCauseOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof KeysUnavailable) {
                return true;
            }
        }
        return false;
    }
}
