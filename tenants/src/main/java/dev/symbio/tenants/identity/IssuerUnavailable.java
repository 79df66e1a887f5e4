package dev.symbio.tenants.identity;

/** The issuer's keys could not be fetched, so nothing can be said about a token. Not the caller's fault: 503. */
public class IssuerUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IssuerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
