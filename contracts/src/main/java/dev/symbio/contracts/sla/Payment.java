package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;

/**
 * How the payment of a statement is coming along. What has not happened yet is null.
 *
 * @param deliveryId of the message that told finance
 * @param acknowledgement finance's own reference
 * @param reference of the payment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Payment(
        String obligationId, String deliveryId, String acknowledgement, String reference, LocalDate paidOn) {
    static Payment due(String obligationId) {
        return new Payment(obligationId, null, null, null, null);
    }

    Payment sent(String delivery) {
        return new Payment(obligationId, delivery, acknowledgement, reference, paidOn);
    }

    Payment acknowledged(String ownReference) {
        return new Payment(obligationId, deliveryId, ownReference, reference, paidOn);
    }

    Payment paid(String paymentReference, LocalDate day) {
        return new Payment(obligationId, deliveryId, acknowledgement, paymentReference, day);
    }
}
