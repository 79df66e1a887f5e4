package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What is to be sold to whom. What is not known (yet) is null.
 *
 * @param cycle how long this customer takes to buy
 * @param amount expected, later agreed; with its currency
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Profile(
        String customer,
        String industry,
        CustomerSize size,
        PurchaseCycle cycle,
        String region,
        String product,
        BigDecimal amount,
        String currency,
        LocalDate expectedClose) {}
