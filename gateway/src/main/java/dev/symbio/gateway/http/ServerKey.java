package dev.symbio.gateway.http;

import dev.symbio.platform.config.SecretFile;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The key with which an installation signs what callers bring back, such as cursors. */
public final class ServerKey {
    private static final int KEY_BYTES = 32;

    private ServerKey() {}

    public static byte[] loadOrCreate(Path file) {
        byte[] key = SecretFile.loadOrCreate(file, ServerKey::fresh);
        if (key.length != KEY_BYTES) {
            throw new IllegalStateException(
                    "Expected " + KEY_BYTES + " bytes in " + file + " but found " + key.length + ".");
        }
        return key;
    }

    public static byte[] fresh() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
