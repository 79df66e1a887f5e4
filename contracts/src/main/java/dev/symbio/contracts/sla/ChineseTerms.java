package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.TermsInWords.money;
import static dev.symbio.contracts.sla.TermsInWords.value;

import dev.symbio.contracts.sla.SlaTerms.Credits;
import dev.symbio.contracts.sla.SlaTerms.Indicator;
import dev.symbio.contracts.sla.SlaTerms.MeasuringClock;
import dev.symbio.contracts.sla.SlaTerms.Meets;
import dev.symbio.contracts.sla.SlaTerms.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Terms in simplified Chinese. */
final class ChineseTerms {
    private ChineseTerms() {}

    static List<String> sentences(SlaTerms terms) {
        List<String> said = new ArrayList<>();
        said.add("在每个" + window(terms) + "内，" + indicator(terms) + "必须"
                + compared(terms.objective().operator())
                + value(terms.objective().target(), terms) + "。");
        if (terms.indicator().meets() != null) {
            said.add(meets(terms.indicator()));
        }
        if (terms.indicator().clock() == MeasuringClock.WORKING) {
            said.add("计时只计入工作日历“" + terms.indicator().calendar().name() + "”（"
                    + terms.indicator().calendar().zone() + "）的工作时间。");
        }
        for (Tier tier : CreditTiers.of(terms).bestFirst()) {
            said.add(tier(tier, terms));
        }
        said.add(caps(terms));
        said.add(terms.exclusions().isEmpty() ? "没有可排除的情形。" : "因" + exclusions(terms) + "并附证据提出的排除，经对方接受后，相关记录不计入考核。");
        said.add(noData(terms));
        said.add("金额保留 " + terms.rounding().decimals() + " 位小数，"
                + rounding(terms.rounding().mode()) + "。");
        said.add("周期结束后 " + duration(terms.grace()) + "关账；结算单可在 " + duration(terms.disputeWindow()) + "内提出争议。");
        said.add("关账后 " + duration(terms.lateObservations()) + "内补报的记录调整下一张结算单，不改动已出具的结算单。");
        if (terms.expectedPerPeriod() != null) {
            said.add("预计每个周期约有 " + terms.expectedPerPeriod() + " 条记录。");
        }
        return said;
    }

    private static String window(SlaTerms terms) {
        String zone = "（" + WindowCalendar.zone(terms.window()) + "）";
        return switch (terms.window().kind()) {
            case MONTH -> "自然月" + zone;
            case QUARTER -> "自然季度" + zone;
            case YEAR -> "自然年" + zone;
            case DAYS -> " " + terms.window().days() + " 天周期" + zone;
        };
    }

    private static String indicator(SlaTerms terms) {
        return switch (terms.indicator().kind()) {
            case RATIO -> "达标记录所占比例";
            case MEAN -> "测量值的平均值";
            case PERCENTILE -> "测量值的第 " + terms.indicator().percentile() + " 百分位数";
            case COUNT -> terms.indicator().meets() == null ? "记录数量" : "符合条件的记录数量";
        };
    }

    private static String meets(Indicator indicator) {
        Meets meets = indicator.meets();
        String unit = Measurement.unit(indicator);
        String limit = meets.value().toPlainString() + (unit == null ? "" : " " + unit);
        String verb = indicator.kind() == Indicator.Kind.COUNT ? "计数" : "达标";
        return meets.operator() == Operator.WITHIN
                ? "记录的测量值与零相差不超过 " + limit + " 时" + verb + "。"
                : "记录的测量值" + compared(meets.operator()) + limit + " 时" + verb + "。";
    }

    private static String compared(Operator operator) {
        return switch (operator) {
            case AT_LEAST -> "不低于 ";
            case MORE_THAN -> "高于 ";
            case AT_MOST -> "不超过 ";
            case LESS_THAN -> "低于 ";
            case WITHIN -> "偏差不超过 ";
        };
    }

    private static String tier(Tier tier, SlaTerms terms) {
        String near = TermsInWords.isNextToStrictTarget(tier, terms)
                ? (terms.objective().operator().wantsMore() ? "不超过 " : "不低于 ")
                : (terms.objective().operator().wantsMore() ? "低于 " : "高于 ");
        String range = terms.objective().operator().wantsMore()
                ? near
                        + value(tier.to(), terms)
                        + (TermsInWords.isOpenBelow(tier, terms) ? "" : "但不低于 " + value(tier.from(), terms))
                : near + value(tier.from(), terms) + (tier.to() == null ? "" : "但不超过 " + value(tier.to(), terms));
        String base = terms.credits().baseAmount() == null
                ? "本期金额"
                : money(terms.credits().baseAmount(), terms);
        return "如" + range + "，服务方按" + base + "的 " + tier.percent().toPlainString() + " % 赔付。";
    }

    private static String caps(SlaTerms terms) {
        Credits credits = terms.credits();
        List<String> caps = new ArrayList<>();
        if (credits.capPerPeriod() != null) {
            caps.add("每期最高 " + money(credits.capPerPeriod(), terms));
        }
        if (credits.capRolling12Months() != null) {
            caps.add("本期与期末之前十二个月内开始的各期合计最高 " + money(credits.capRolling12Months(), terms));
        }
        return caps.isEmpty() ? "赔付不设上限。" : "赔付" + String.join("，", caps) + "。";
    }

    private static String exclusions(SlaTerms terms) {
        return terms.exclusions().stream()
                .map(reason -> switch (reason) {
                    case FORCE_MAJEURE -> "不可抗力";
                    case CUSTOMER_FAULT -> "客户自身原因";
                })
                .collect(Collectors.joining("或"));
    }

    private static String noData(SlaTerms terms) {
        return switch (terms.noData()) {
            case SKIP -> "没有记录的周期不出具结算单。";
            case BREACH -> "没有记录的周期按最差一档违约处理。";
            case CARRY -> "没有记录的周期沿用上一周期的指标。";
        };
    }

    private static String rounding(SlaTerms.Rounding.Mode mode) {
        return switch (mode) {
            case HALF_UP -> "四舍五入";
            case HALF_EVEN -> "四舍六入五成双";
            case DOWN -> "向下舍去";
            case UP -> "向上进位";
        };
    }

    private static String duration(Duration duration) {
        return TermsInWords.duration(duration, "天", "小时");
    }
}
