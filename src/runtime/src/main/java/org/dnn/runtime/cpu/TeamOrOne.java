package org.dnn.runtime.cpu;

/**
 * Whether a team, or one member alone, is the faster one at steps of some microseconds. A team is held up whenever one of its
 * threads has to give way, be it to HotSpot's compilers in the first second or to other programs. So the other way is tried
 * again and again, and less often the longer it has been the slower one.
 */
final class TeamOrOne {
    private static final int STEPS_OF_A_TRIAL = 32;
    private static final int SHORTEST_TERM = 64;
    private static final int LONGEST_TERM = 8192;

    private enum Phase {
        /** What was the faster one is at work. */
        TERM,
        /** It is timed once more. */
        MEASUREMENT,
        /** The other is timed. */
        TRIAL
    }

    private Phase phase = Phase.TERM;
    private boolean team;
    private long term = SHORTEST_TERM;
    private long steps;
    private double nanoseconds;
    private double usual;

    /** Whether the team is to do the next steps. */
    boolean isTeam() {
        return team != (phase == Phase.TRIAL);
    }

    /** Takes how long some steps took. */
    void took(long count, long all) {
        steps += count;
        nanoseconds += all;
        if (steps < (phase == Phase.TERM ? term : STEPS_OF_A_TRIAL)) {
            return;
        }
        double each = nanoseconds / steps;
        steps = 0;
        nanoseconds = 0;
        phase = switch (phase) {
            case TERM -> Phase.MEASUREMENT;
            case MEASUREMENT -> {
                usual = each;
                yield Phase.TRIAL;
            }
            case TRIAL -> {
                team = each < usual != team;
                term = each < usual ? SHORTEST_TERM : Math.min(2 * term, LONGEST_TERM);
                yield Phase.TERM;
            }
        };
    }
}
