package org.snapup.daemon.jobs;

/** Told by the worker, on its thread, of the job that runs. Quick, and never throws. */
public interface JobListener {
    JobListener NONE = new JobListener() {
        @Override
        public void began(long job, String method) {}

        @Override
        public void rested(long job) {}
    };

    /** The job is run from here on; not told twice in a row. */
    void began(long job, String method);

    /** The job ended, was parked, or can't be gone on with. */
    void rested(long job);
}
