package org.snapup.daemon.storage.libbe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Inspection;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;

/** A storage whose every act is the {@code zfs} backend's, where nothing else is said. */
abstract class OverZfs implements Storage {
    final Storage zfs;

    OverZfs(Storage zfs) {
        this.zfs = zfs;
    }

    @Override
    public String changeMark() {
        return zfs.changeMark();
    }

    @Override
    public long freeBytes() {
        return zfs.freeBytes();
    }

    @Override
    public void requireMovable(Be be) {
        zfs.requireMovable(be);
    }

    @Override
    public void requireSupported(Map<String, String> properties, @Nullable String pool) {
        zfs.requireSupported(properties, pool);
    }

    @Override
    public Inspection inspect() {
        return zfs.inspect();
    }

    @Override
    public Captured capture(Be be) {
        return zfs.capture(be);
    }

    @Override
    public Optional<Be> at(Path folder) {
        return zfs.at(folder);
    }

    @Override
    public void snapshot(Captured source, String snapshot, @Nullable Tag tag) {
        zfs.snapshot(source, snapshot, tag);
    }

    @Override
    public void releaseSnapshot(String beName, String snapshot, Tag tag) {
        zfs.releaseSnapshot(beName, snapshot, tag);
    }

    @Override
    public void cloneSnapshot(Captured source, String snapshot, String newName, String uuid, Tag tag) {
        zfs.cloneSnapshot(source, snapshot, newName, uuid, tag);
    }

    @Override
    public Path mountPrivately(String name, Tag tag) {
        return zfs.mountPrivately(name, tag);
    }

    @Override
    public void unmountPrivate(String name, Tag tag) {
        zfs.unmountPrivate(name, tag);
    }

    @Override
    public void unmountAll(Captured original) {
        zfs.unmountAll(original);
    }

    @Override
    public void takeOver(String replacement, Captured original) {
        zfs.takeOver(replacement, original);
    }

    @Override
    public void remount(String name, Captured original) {
        zfs.remount(name, original);
    }

    @Override
    public void mount(Be be, Path folder, SharedFiles shared) {
        zfs.mount(be, folder, shared);
    }

    @Override
    public void unmount(Be be, boolean force) {
        zfs.unmount(be, force);
    }

    @Override
    public void send(Be be, String snapshot, OutputStream to) throws IOException {
        zfs.send(be, snapshot, to);
    }

    @Override
    public void receive(String name, String uuid, Path stream, Tag tag) {
        zfs.receive(name, uuid, stream, tag);
    }

    @Override
    public void rollback(Be be, String snapshot) {
        zfs.rollback(be, snapshot);
    }

    @Override
    public void releaseReserve() {
        zfs.releaseReserve();
    }

    @Override
    public void takeReserve() {
        zfs.takeReserve();
    }

    @Override
    public Path stateDirectory(Path wanted) {
        return zfs.stateDirectory(wanted);
    }

    @Override
    public boolean isInsideBe(Path folder) {
        return zfs.isInsideBe(folder);
    }

    @Override
    public Optional<String> boundInstance() {
        return zfs.boundInstance();
    }

    @Override
    public void bindInstance(String instance) {
        zfs.bindInstance(instance);
    }

    @Override
    public void close() {
        zfs.close();
    }
}
