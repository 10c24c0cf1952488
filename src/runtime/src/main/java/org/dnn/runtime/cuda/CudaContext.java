package org.dnn.runtime.cuda;

import static org.dnn.runtime.cuda.CudaFailure.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * A card in use: its context, a stream in which all its work lies in order, and one for copies beside it. Other copies wait for
 * the work before them, nothing else does. The thread that opened it uses it.
 */
final class CudaContext implements AutoCloseable {
    /** Threads of a block; sums depend on it, so it is the same for every card. */
    static final int BLOCK = 256;
    /** Threads of a block that shares its work, where there are few blocks: they are through sooner. */
    static final int LARGE_BLOCK = 1024;
    /** Blocks of a kernel for each of the card's processors; what is left, its threads do one after the other. */
    private static final int BLOCKS_EACH = 128;
    /** Threads of a block where there are too few points for a large one on each processor: they spread over more of them. */
    private static final int SMALL_BLOCK = 64;
    /** A graph keeps the priorities of the streams in which it was recorded: {@code USE_NODE_PRIORITY}. */
    private static final long PRIORITIES = 8;

    private static final String COPYING = "moving data";

    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final Stream stream = new Stream();
    /** For kernels that are recorded to go on beside others, where those leave something over. */
    private final List<Stream> beside = List.of(new Stream(), new Stream(), new Stream());
    /** For copies that do not wait for kernels. */
    private final Stream copies = new Stream();
    private final List<CUmodule> modules = new ArrayList<>();
    private final List<CUgraphExec> graphs = new ArrayList<>();
    private final List<CUevent> events = new ArrayList<>();
    private final int processors;

    /** Its address, as a number too, for libraries that are called without a binding. */
    static final class Stream extends CUstream {
        long value() {
            return getNativePointer();
        }
    }

    /** Why the binding cannot be used on this machine, if it cannot: its own library is for one kind of processor. */
    static Optional<String> unusable() {
        try {
            JCudaDriver.setExceptionsEnabled(false);
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("JCuda's own library does not load: " + e.getMessage());
        }
    }

    CudaContext(Card card) {
        check(JCudaDriver.cuInit(0), "starting the driver");
        check(JCudaDriver.cuDeviceGet(device, card.number()), "looking for card " + card.number());
        int[] count = new int[1];
        check(JCudaDriver.cuDeviceGetAttribute(count, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT,
                device), "looking at card " + card.number());
        processors = count[0];
        check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "opening card " + card.number());
        check(JCudaDriver.cuCtxSetCurrent(context), "opening card " + card.number());
        int[] least = new int[1];
        int[] greatest = new int[1];
        check(JCudaDriver.cuCtxGetStreamPriorityRange(least, greatest), "looking at card " + card.number());
        check(JCudaDriver.cuStreamCreateWithPriority(stream, 0, greatest[0]), "opening card " + card.number());
        beside.forEach(s -> check(JCudaDriver.cuStreamCreateWithPriority(s, 0, least[0]),
                "opening card " + card.number()));
        check(JCudaDriver.cuStreamCreate(copies, CUstream_flags.CU_STREAM_NON_BLOCKING),
                "opening card " + card.number());
    }

    /** Bytes of the card's memory that nobody uses. */
    long freeBytes() {
        long[] free = new long[1];
        long[] all = new long[1];
        check(JCudaDriver.cuMemGetInfo(free, all), "looking at its memory");
        return free[0];
    }

    Stream stream() {
        return stream;
    }

    /** That of a lane; in the first all work lies in order. */
    Stream stream(int lane) {
        return lane == 0 ? stream : beside.get(lane - 1);
    }

    CUmodule load(byte[] code) {
        CUmodule module = new CUmodule();
        check(JCudaDriver.cuModuleLoadData(module, code), "loading kernels");
        modules.add(module);
        return module;
    }

    static CUfunction function(CUmodule module, String kernel) {
        CUfunction function = new CUfunction();
        check(JCudaDriver.cuModuleGetFunction(function, module, kernel), "looking for the kernel " + kernel);
        return function;
    }

    /**
     * Starts a kernel.
     *
     * @param in        the stream
     * @param wanted    how many blocks it can make use of
     * @param threads   of a block
     * @param arguments each points to one
     */
    void launch(CUfunction function, String kernel, Stream in, long wanted, int threads, Pointer... arguments) {
        int blocks = (int) Math.clamp(wanted, 1, (long) BLOCKS_EACH * processors);
        check(JCudaDriver.cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, 0, in, Pointer.to(arguments),
                null), "starting " + kernel);
    }

    /** Threads of a block where each thread has a point. */
    int block(long points) {
        return points < (long) BLOCK * processors ? SMALL_BLOCK : BLOCK;
    }

    /** Starts a kernel whose blocks all run at the same time: no more of them than there are processors. */
    void launchTogether(CUfunction function, String kernel, int blocks, Pointer... arguments) {
        check(JCudaDriver.cuLaunchCooperativeKernel(function, blocks, 1, 1, BLOCK, 1, 1, 0, stream,
                Pointer.to(arguments)), "starting " + kernel);
    }

    int processors() {
        return processors;
    }

    /** Records work instead of doing it. */
    CUgraphExec record(Runnable work) {
        check(JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED),
                "recording a step");
        work.run();
        CUgraph graph = new CUgraph();
        check(JCudaDriver.cuStreamEndCapture(stream, graph), "recording a step");
        CUgraphExec recorded = new CUgraphExec();
        check(JCudaDriver.cuGraphInstantiate(recorded, graph, PRIORITIES), "recording a step");
        graphs.add(recorded);
        check(JCudaDriver.cuGraphDestroy(graph), "recording a step");
        return recorded;
    }

    void replay(CUgraphExec recorded) {
        check(JCudaDriver.cuGraphLaunch(recorded, stream), "starting a step");
    }

    /** Waits until all is done, or has failed. */
    void settle() {
        JCudaDriver.cuStreamSynchronize(copies);
        JCudaDriver.cuStreamSynchronize(stream);
    }

    /** Waits until all that was computed is there: what went wrong meanwhile is said here. */
    void await() {
        check(JCudaDriver.cuStreamSynchronize(stream), "computing");
    }

    /** The most points of a kernel: threads count them in ints, beyond the last by as many as all do at a time. */
    int mostPoints() {
        return Integer.MAX_VALUE - CudaProgram.POINTS_AT_A_TIME * BLOCKS_EACH * processors * BLOCK;
    }

    CUevent event() {
        CUevent event = new CUevent();
        check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING), COPYING);
        events.add(event);
        return event;
    }

    /** Copies to the card beside the kernels. */
    void copy(Pointer from, CUdeviceptr to, long bytes) {
        check(JCudaDriver.cuMemcpyHtoDAsync(to, from, bytes, copies), COPYING);
    }

    /** An event that has happened when all copies before it have. */
    void record(CUevent event) {
        check(JCudaDriver.cuEventRecord(event, copies), COPYING);
    }

    /** Has the kernels that come wait for an event, and then copies something for them. */
    void computeAfter(CUevent event, Pointer from, CUdeviceptr to, long bytes) {
        check(JCudaDriver.cuStreamWaitEvent(stream, event, 0), COPYING);
        check(JCudaDriver.cuMemcpyHtoDAsync(to, from, bytes, stream), COPYING);
    }

    /** An event that has happened when all kernels before it are done. */
    void recordComputed(CUevent event) {
        recordComputed(event, stream);
    }

    /** The same of another stream. */
    void recordComputed(CUevent event, Stream in) {
        check(JCudaDriver.cuEventRecord(event, in), "computing");
    }

    /** Has a stream wait for an event. */
    void await(CUevent event, Stream in) {
        check(JCudaDriver.cuStreamWaitEvent(in, event, 0), "computing");
    }

    /** Waits for an event; not for one that has never been recorded. */
    void await(CUevent event) {
        check(JCudaDriver.cuEventSynchronize(event), "computing");
    }

    /** Gives back what it can: a card that has failed gives back nothing, and the driver does it when the process ends. */
    @Override
    public void close() {
        events.forEach(JCudaDriver::cuEventDestroy);
        graphs.forEach(JCudaDriver::cuGraphExecDestroy);
        modules.forEach(JCudaDriver::cuModuleUnload);
        JCudaDriver.cuStreamDestroy(copies);
        beside.forEach(JCudaDriver::cuStreamDestroy);
        JCudaDriver.cuStreamDestroy(stream);
        JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }
}
