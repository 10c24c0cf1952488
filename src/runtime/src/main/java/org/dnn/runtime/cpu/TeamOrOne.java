package org.dnn.runtime.cpu;

import java.util.Arrays;

/**
 * Whether a team, or one member alone, is the faster one at steps of some microseconds. A team is held up whenever one of its
 * threads has to give way, be it to HotSpot's compilers in the first second or to other programs. So the other way is tried
 * again and again, and less often the longer it has been the slower one.
 *
 * <p>A processor that has had nothing to do is slow at first: of two that are virtual, both may have been given one real one,
 * and some tens of milliseconds pass until that is changed. So before a team is tried its members are kept awake for a while,
 * beside the one who goes on working.
 */
final class TeamOrOne {
    private static final long MILLISECOND = 1_000_000;
    private static final long SHORTEST_TERM = 100 * MILLISECOND;
    private static final long LONGEST_TERM = 64 * SHORTEST_TERM;
    private static final long TEAM_AWAKENS = 100 * MILLISECOND;
    private static final long SETTLING = 5 * MILLISECOND;
    /** Of several timings, of which a hold-up spoils one. */
    private static final int TIMINGS = 5;
    private static final long TIMING = MILLISECOND;
    /** Steps that take longer are a team's: its meetings are nothing beside them, and trials of one member would take long. */
    private static final long LONG_STEP = MILLISECOND / 2;
    /** What is hardly faster is no reason for one to take over: what holds the team up may end, and one never gets faster. */
    private static final double ONE_TAKES_OVER = 0.9;

    private enum Phase {
        /** What was the faster one is at work. */
        TERM,
        /** It is timed once more. */
        MEASUREMENT,
        /** The members of a team that is to be tried wake. */
        AWAKENING,
        /** The other begins. */
        CHANGE,
        /** It is timed. */
        TRIAL
    }

    private final double[] timings = new double[TIMINGS];
    private Phase phase = Phase.TERM;
    private boolean team;
    private long term = SHORTEST_TERM;
    private long steps;
    private long nanoseconds;
    private int timed;
    private double usual;

    /** @param team whether the team begins */
    TeamOrOne(boolean team) {
        this.team = team;
    }

    /** Whether the team is to do the next steps. */
    boolean isTeam() {
        return team != (phase == Phase.CHANGE || phase == Phase.TRIAL);
    }

    /** Whether the members of the team are to be kept awake beside the one who works. */
    boolean isAwakening() {
        return phase == Phase.AWAKENING;
    }

    /** Takes how long some steps took. */
    void took(long count, long all) {
        steps += count;
        nanoseconds += all;
        double each = (double) nanoseconds / steps;
        switch (phase) {
            case TERM -> {
                if (nanoseconds >= term) {
                    enter(team && each > LONG_STEP ? Phase.TERM : Phase.MEASUREMENT);
                }
            }
            case MEASUREMENT -> {
                if (hasTimed(each)) {
                    usual = timing();
                    enter(team ? Phase.CHANGE : Phase.AWAKENING);
                }
            }
            case AWAKENING -> {
                if (nanoseconds >= TEAM_AWAKENS) {
                    enter(Phase.CHANGE);
                }
            }
            case CHANGE -> {
                if (nanoseconds >= SETTLING) {
                    enter(Phase.TRIAL);
                }
            }
            case TRIAL -> {
                if (hasTimed(each)) {
                    conclude(timing() < usual * (team ? ONE_TAKES_OVER : 1));
                }
            }
        }
    }

    private void conclude(boolean better) {
        team = better != team;
        term = better ? SHORTEST_TERM : Math.min(term * 3 / 2, LONGEST_TERM);
        enter(Phase.TERM);
    }

    private void enter(Phase next) {
        phase = next;
        begin();
        timed = 0;
    }

    private void begin() {
        steps = 0;
        nanoseconds = 0;
    }

    /** Whether all timings are there. */
    private boolean hasTimed(double each) {
        if (nanoseconds >= TIMING) {
            timings[timed++] = each;
            begin();
        }
        return timed == TIMINGS;
    }

    /** The median of the timings. */
    private double timing() {
        Arrays.sort(timings);
        return timings[TIMINGS / 2];
    }
}
