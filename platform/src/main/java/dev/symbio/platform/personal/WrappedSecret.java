package dev.symbio.platform.personal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the secret of a data key lies in its row: a byte with the version, a nonce and the secret in AES-256-GCM under the master
 * key, bound to the key's id, its tenant and its person. In a row that was given to somebody else it does not open.
 */
final class WrappedSecret {
    /** Of one from before it was bound to more than the key's id: nonce, secret and tag, without a version. */
    static final int UNBOUND_BYTES = 60;

    private static final byte BOUND = 2;
    private static final int BOUND_BYTES = 1 + UNBOUND_BYTES;
    private static final String PLACE = "symbio.data-key.v2";

    private WrappedSecret() {}

    static byte[] wrap(MasterKey master, String tenant, String id, String subject, byte[] secret) {
        byte[] wrapped = master.wrap(place(tenant, id, subject), secret);
        return ByteBuffer.allocate(1 + wrapped.length).put(BOUND).put(wrapped).array();
    }

    /** Empty if it is not what was wrapped for this tenant and person, or was wrapped with another key. */
    static Optional<byte[]> unwrap(MasterKey master, String tenant, String id, String subject, byte[] wrapped) {
        if (wrapped == null || subject == null) {
            return Optional.empty();
        }
        if (wrapped.length == UNBOUND_BYTES) {
            return master.unwrap(id, wrapped);
        }
        return wrapped.length == BOUND_BYTES && wrapped[0] == BOUND
                ? master.unwrap(place(tenant, id, subject), Arrays.copyOfRange(wrapped, 1, wrapped.length))
                : Optional.empty();
    }

    /** Each part with its length before it: no two rows have the same. */
    private static byte[] place(String tenant, String id, String subject) {
        ByteArrayOutputStream place = new ByteArrayOutputStream();
        for (String part : new String[] {PLACE, id, tenant, subject}) {
            byte[] text = part.getBytes(StandardCharsets.UTF_8);
            place.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
            place.writeBytes(text);
        }
        return place.toByteArray();
    }
}
