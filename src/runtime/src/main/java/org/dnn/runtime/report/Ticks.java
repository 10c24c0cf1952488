package org.dnn.runtime.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an axis is marked. All numbers are 1, 2 or 5 times a power of ten (or of their multiples), worked out as exact
 * decimals, so that a label never reads 0.30000000000000004.
 */
final class Ticks {
    private Ticks() {}

    /** Multiples of a nice step from {@code low} to {@code high}, both within, about {@code wanted} of them. */
    static List<BigDecimal> linear(double low, double high, int wanted) {
        BigDecimal step = step((high - low) / Math.max(1, wanted - 1));
        BigDecimal first = BigDecimal.valueOf(Math.ceil(low / step.doubleValue() - 1e-9)).multiply(step);
        List<BigDecimal> ticks = new ArrayList<>();
        for (BigDecimal tick = first; tick.doubleValue() <= high + step.doubleValue() * 1e-9; tick = tick.add(step)) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** Whole multiples alone, as for epochs. */
    static List<BigDecimal> whole(double low, double high, int wanted) {
        return linear(low, high, wanted).stream().filter(tick -> tick.stripTrailingZeros().scale() <= 0).toList();
    }

    /** The nice number nearest to {@code raw} on a logarithmic scale. */
    static BigDecimal step(double raw) {
        int power = (int) Math.floor(Math.log10(raw));
        double digits = raw / Math.pow(10, power);
        int nice = digits < Math.sqrt(2) ? 1 : digits < Math.sqrt(10) ? 2 : digits < Math.sqrt(50) ? 5 : 10;
        return BigDecimal.valueOf(nice).scaleByPowerOfTen(power);
    }

    /**
     * For a logarithmic axis from {@code low} to {@code high}, both above 0: powers of ten, every second or third of
     * them where there are many, with their multiples of 2 and 5 where there are few.
     */
    static List<BigDecimal> logarithmic(double low, double high, int most) {
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int[] digits = 3 * Math.log10(high / low) <= most ? new int[]{1, 2, 5} : new int[]{1};
        int stride = Math.max(1, (last - first + most - 1) / most);
        List<BigDecimal> ticks = new ArrayList<>();
        for (int power = first; power <= last; power += stride) {
            for (int digit : digits) {
                BigDecimal tick = BigDecimal.valueOf(digit).scaleByPowerOfTen(power);
                if (tick.doubleValue() >= low * (1 - 1e-9) && tick.doubleValue() <= high * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** As in {@code 0.01}, {@code 250}, {@code 20k}, {@code 1e-5}. */
    static String label(BigDecimal tick) {
        BigDecimal plain = tick.signum() == 0 ? BigDecimal.ZERO : tick.stripTrailingZeros();
        double size = Math.abs(plain.doubleValue());
        if (size != 0 && (size < 0.001 || size >= 1e9)) {
            return plain.round(new MathContext(6)).unscaledValue() + "e" + -plain.scale();
        }
        if (size >= 1e6) {
            return plain.movePointLeft(6).toPlainString() + "M";
        }
        return size >= 1e4 ? plain.movePointLeft(3).toPlainString() + "k" : plain.toPlainString();
    }
}
