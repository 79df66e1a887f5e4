package dev.symbio.contracts.commitment;

import dev.symbio.tenants.tenant.Role;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The letter of responsibility of sales, delivery and customer success (cap 51) in plain language: who answers for the whole, and
 * for each promise where its numbers come from, how they are judged, and how a breach is handled at each rung of its ladder.
 */
public final class CommitmentInWords {
    private CommitmentInWords() {}

    public static List<String> english(CommitmentTerms terms) {
        List<String> sentences = new ArrayList<>();
        String customer = terms.customerName() == null ? "the customer" : terms.customerName();
        sentences.add("\"" + terms.name() + "\" makes " + terms.promises().size() + " promises to " + customer
                + ". A window is judged " + terms.tolerance() + " after its end. "
                + (terms.customerSigns()
                        ? "Sales, delivery, customer success and the customer all sign it; "
                        : "Sales, delivery and customer success all sign it; ")
                + "sales, delivery and customer success answer for it together.");
        for (Promise promise : terms.promises()) {
            sentences.add(promise.clause() + ": " + englishIndicator(promise) + " is "
                    + promise.operator().symbol()
                    + " " + promise.target().toPlainString() + englishUnit(promise) + englishMilestones(promise) + ", "
                    + englishWindow(promise)
                    + ", from " + englishStart(promise) + "." + englishNoData(promise) + englishLadder(promise));
        }
        return sentences;
    }

    private static String englishIndicator(Promise promise) {
        String field = promise.source().field() + " of " + promise.source().stream();
        return switch (promise.indicator().kind()) {
            case MEAN -> "the mean of " + field;
            case MIN -> "the least " + field;
            case MAX -> "the greatest " + field;
            case SUM -> "the sum of " + field;
            case LAST -> "the last " + field;
            case SHARE ->
                "the share of samples with " + field + " "
                        + promise.indicator().operator().symbol() + " "
                        + promise.indicator().limit().toPlainString() + " "
                        + promise.source().unit();
        };
    }

    private static String englishUnit(Promise promise) {
        return promise.indicator().kind() == Promise.IndicatorKind.SHARE
                ? ""
                : " " + promise.source().unit();
    }

    private static String englishWindow(Promise promise) {
        Promise.Window window = promise.window();
        String times = window.count() == null ? "without end" : window.count() + " times";
        return switch (window.kind()) {
            case ONCE -> "over " + window.length();
            case DAYS -> "over every " + window.every() + " days, " + times + " (" + zone(window) + ")";
            case MONTHS -> "over every " + window.every() + " months, " + times + " (" + zone(window) + ")";
        };
    }

    private static String englishMilestones(Promise promise) {
        return promise.milestones() == null
                ? ""
                : promise.milestones().stream()
                        .map(each -> each.target().toPlainString() + " until window " + each.until())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String chineseMilestones(Promise promise) {
        return promise.milestones() == null
                ? ""
                : promise.milestones().stream()
                        .map(each ->
                                "前 " + each.until() + " 个时段 " + each.target().toPlainString())
                        .collect(Collectors.joining("，", "（", "）"));
    }

    private static String englishStart(Promise promise) {
        Promise.Trigger trigger = promise.trigger();
        String moment = trigger.event() == null ? trigger.date().toString() : trigger.event();
        return trigger.delay() == null ? moment : trigger.delay() + " after " + moment;
    }

    private static String englishNoData(Promise promise) {
        return switch (promise.noData()) {
            case SKIP -> " Without samples nothing is said.";
            case BREACH -> " Without samples it is breached.";
            case CARRY -> " Without samples the outcome before holds on.";
        };
    }

    /** Who has to act on a breach, rung by rung (cap 51). */
    private static String englishLadder(Promise promise) {
        if (promise.ladder().isEmpty()) {
            return " A breach is recorded; no ladder names who has to act.";
        }
        StringBuilder text = new StringBuilder(" Breach handling:");
        for (int i = 0; i < promise.ladder().size(); i++) {
            Promise.Rung rung = promise.ladder().get(i);
            text.append(i == 0 ? " step " : "; step ").append(i + 1).append(", ");
            text.append(
                    rung.after().isZero() ? "at once" : "if it lasts " + rung.after() + " after the breach was found");
            text.append(", ")
                    .append(who(rung, "a person", role -> role.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' ')))
                    .append(" is told and has to act");
        }
        return text.append('.').toString();
    }

    public static List<String> chinese(CommitmentTerms terms) {
        List<String> sentences = new ArrayList<>();
        String customer = terms.customerName() == null ? "客户" : terms.customerName();
        sentences.add("《" + terms.name() + "》向" + customer + "作出 "
                + terms.promises().size() + " 项承诺。每个时段结束后 " + terms.tolerance() + " 判定。"
                + (terms.customerSigns() ? "销售、交付、客户成功与客户均须签署，" : "销售、交付、客户成功三方均须签署，")
                + "由销售、交付、客户成功三方共同承担责任。");
        for (Promise promise : terms.promises()) {
            sentences.add(promise.clause() + "：" + chineseWindow(promise) + "，" + chineseIndicator(promise) + " "
                    + promise.operator().symbol() + " " + promise.target().toPlainString() + englishUnit(promise)
                    + chineseMilestones(promise) + "，自 "
                    + chineseStart(promise) + " 起。" + chineseNoData(promise) + chineseLadder(promise));
        }
        return sentences;
    }

    private static String chineseIndicator(Promise promise) {
        String field = promise.source().stream() + " 的 " + promise.source().field();
        return switch (promise.indicator().kind()) {
            case MEAN -> field + " 平均值";
            case MIN -> field + " 最小值";
            case MAX -> field + " 最大值";
            case SUM -> field + " 总和";
            case LAST -> field + " 最后值";
            case SHARE ->
                field + " " + promise.indicator().operator().symbol() + " "
                        + promise.indicator().limit().toPlainString() + " "
                        + promise.source().unit() + " 的样本占比";
        };
    }

    private static String chineseWindow(Promise promise) {
        Promise.Window window = promise.window();
        String times = window.count() == null ? "不限次数" : "共 " + window.count() + " 次";
        return switch (window.kind()) {
            case ONCE -> "在 " + window.length() + " 内";
            case DAYS -> "每 " + window.every() + " 天（" + zone(window) + "，" + times + "）";
            case MONTHS -> "每 " + window.every() + " 个月（" + zone(window) + "，" + times + "）";
        };
    }

    private static String chineseStart(Promise promise) {
        Promise.Trigger trigger = promise.trigger();
        String moment = trigger.event() == null ? trigger.date().toString() : trigger.event();
        return trigger.delay() == null ? moment : moment + " 之后 " + trigger.delay();
    }

    private static String chineseNoData(Promise promise) {
        return switch (promise.noData()) {
            case SKIP -> "无数据时不作判定。";
            case BREACH -> "无数据视为违约。";
            case CARRY -> "无数据时沿用上一结果。";
        };
    }

    private static String chineseLadder(Promise promise) {
        if (promise.ladder().isEmpty()) {
            return "违约将被记录，未约定升级处理人。";
        }
        StringBuilder text = new StringBuilder("违约处理：");
        for (int i = 0; i < promise.ladder().size(); i++) {
            Promise.Rung rung = promise.ladder().get(i);
            text.append(i == 0 ? "第 " : "；第 ").append(i + 1).append(" 级，");
            text.append(rung.after().isZero() ? "立即" : "判定违约后持续 " + rung.after() + " 时");
            text.append("通知")
                    .append(who(rung, "负责人", CommitmentInWords::chineseRole))
                    .append("并由其处理");
        }
        return text.append('。').toString();
    }

    private static String chineseRole(Role role) {
        return switch (role) {
            case OPERATOR -> "平台运营";
            case ADMIN -> "管理员";
            case CONTRACT_MANAGER -> "合同经理";
            case INTEGRATION -> "系统集成";
            case FINANCE -> "财务";
            case SALES -> "销售";
            case SALES_MANAGER -> "销售主管";
            case DELIVERY -> "交付";
            case CUSTOMER_SUCCESS -> "客户成功";
            case AUDITOR -> "审计";
            case VIEWER -> "查看者";
        };
    }

    /** The other party does not see who a person is. */
    private static String who(Promise.Rung rung, String person, Function<Role, String> words) {
        if (rung.role() != null) {
            return words.apply(rung.role());
        }
        return rung.subject() == null ? person : rung.subject();
    }

    private static ZoneId zone(Promise.Window window) {
        return window.zone() == null ? ZoneOffset.UTC : window.zone();
    }
}
