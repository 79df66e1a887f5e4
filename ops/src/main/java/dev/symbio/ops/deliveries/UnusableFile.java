package dev.symbio.ops.deliveries;

/** A file that cannot be used at all: missing, unreadable, with another header, terms that are refused. */
public class UnusableFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableFile(String message) {
        super(message);
    }

    public UnusableFile(String message, Throwable cause) {
        super(message, cause);
    }
}
