package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.RateLimit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A request's body whose bytes are counted, and sent no faster than a limit allows. */
final class MeteredBody extends RequestBody {
  /** A call that was cancelled is noticed within this time. */
  private static final long LONGEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(200);

  private final RequestBody body;
  private final LongAdder sent;
  private final @Nullable RateLimit limit;
  private final Call call;

  private MeteredBody(RequestBody body, LongAdder sent, @Nullable RateLimit limit, Call call) {
    this.body = body;
    this.sent = sent;
    this.limit = limit;
    this.call = call;
  }

  /** Meters the body of every request that has one; a limit of null means none. */
  static Interceptor interceptor(LongAdder sent, @Nullable RateLimit limit) {
    return chain -> send(chain, sent, limit);
  }

  private static Response send(Interceptor.Chain chain, LongAdder sent, @Nullable RateLimit limit)
      throws IOException {
    Request request = chain.request();
    RequestBody body = request.body();
    if (body == null) {
      return chain.proceed(request);
    }
    return chain.proceed(
        request
            .newBuilder()
            .method(request.method(), new MeteredBody(body, sent, limit, chain.call()))
            .build());
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() throws IOException {
    return body.contentLength();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    // Not closed: the connection is not ours.
    BufferedSink limited = Okio.buffer(new MeteredSink(sink));
    body.writeTo(limited);
    limited.flush();
  }

  private final class MeteredSink extends ForwardingSink {
    MeteredSink(BufferedSink sink) {
      super(sink);
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
      if (limit == null) {
        super.write(source, byteCount);
        sent.add(byteCount);
        return;
      }
      for (long left = byteCount; left > 0; ) {
        int slice = (int) Math.min(left, limit.sliceBytes());
        pause(limit.book(slice));
        super.write(source, slice);
        // What is still buffered here is not on its way yet, and the next pause may be long.
        super.flush();
        sent.add(slice);
        left -= slice;
      }
    }

    private void pause(long nanos) throws IOException {
      for (long left = nanos; left > 0; left -= LONGEST_SLEEP) {
        if (call.isCanceled()) {
          throw new IOException("the call was cancelled");
        }
        try {
          TimeUnit.NANOSECONDS.sleep(Math.min(left, LONGEST_SLEEP));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
      }
    }
  }
}
