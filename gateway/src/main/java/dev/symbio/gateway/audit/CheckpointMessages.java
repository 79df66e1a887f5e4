package dev.symbio.gateway.audit;

import dev.symbio.gateway.webhook.Outbox;
import dev.symbio.gateway.webhook.WebhookType;
import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.entity.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Checkpoints go to the tenant itself and to all that are concerned, as they are made: whoever keeps them has the proof. */
public final class CheckpointMessages {
    private CheckpointMessages() {}

    /** In the transaction that stores the checkpoint. */
    public static void publish(Handle sql, Checkpoint.Signed signed) {
        Checkpoint checkpoint = signed.read();
        List<TenantId> receivers = new ArrayList<>(List.of(checkpoint.tenant()));
        receivers.addAll(Concerned.by(sql, checkpoint.tenant()));
        Outbox.Message message = new Outbox.Message(
                signed.hash(),
                "/api/v1/audit/checkpoints",
                checkpoint.tenant().value(),
                checkpoint.madeAt(),
                CheckpointView.of(signed));
        receivers.forEach(
                receiver -> Outbox.tell(sql, receiver, WebhookType.CHECKPOINT, List.of(message), checkpoint.madeAt()));
    }
}
