package dev.symbio.tenants.identity;

/**
 * A token that does not count. One type for every reason, so that no caller can treat one of them as less bad; the
 * message is for logs and says nothing of the token's content.
 */
public class TokenRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokenRefused(String message) {
        super(message);
    }

    public TokenRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
