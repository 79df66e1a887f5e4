package dev.symbio.platform.personal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Keeps secrets that companies have with us, such as those that sign webhooks, under the master key: a copy of the database alone
 * tells none of them.
 */
public final class SealedSecrets {
    private static final String SEALED = "sealed:";

    private final MasterKey master;

    public SealedSecrets(MasterKey master) {
        this.master = master;
    }

    /**
     * What is stored in place of the secret.
     *
     * @param row whose secret it is, in ASCII: it opens for no other
     */
    public String seal(String row, String secret) {
        byte[] wrapped = master.wrap(row, secret.getBytes(StandardCharsets.UTF_8));
        return SEALED + Base64.getUrlEncoder().withoutPadding().encodeToString(wrapped);
    }

    /**
     * The secret. One that was stored before there was a master key is as it is.
     *
     * @throws IllegalStateException if it was sealed for another row or under another master key
     */
    public String open(String row, String stored) {
        if (!isSealed(stored)) {
            return stored;
        }
        return master.unwrap(row, Base64.getUrlDecoder().decode(stored.substring(SEALED.length())))
                .map(secret -> new String(secret, StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalStateException(
                        "The secret of " + row + " was sealed for another row or under another master key."));
    }

    public static boolean isSealed(String stored) {
        return stored.startsWith(SEALED);
    }
}
