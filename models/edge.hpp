// The far side of an edge cache: what it lacks it asks of the service that it stands before, through the balancer.
// Promise: each miss is a request of its own, which an instance serves as one of a client; when none is up it is
// refused.
// Source: a content delivery network before its origin server (RFC 9111; Varnish, CloudFront). Departs: a cache asks
// once; its clients retry.
#pragma once
#include "models/service.hpp"

namespace stalemate::models {

class AskService final : public Reader {
 public:
  AskService(Wire& wire, Node& edge, Service& service) : wire_(wire), edge_(edge), service_(service) {}

  sim::Task<Reply> fetch(Read read) override {
    read.batch = 0;  // a page is asked for alone
    ServiceInstance* instance = service_.choose(read.operation, read.attempt, read.session);
    if (instance == nullptr) co_return Reply{.status = Status::refused};
    Connection connection(instance);
    Call& call = wire_.prepare(edge_, *instance, Verb::request_read, read);
    const Answer answer = co_await wire_.start(call);
    Reply reply(answer);
    if (reply.how == How::origin) reply.how = How::miss;
    co_return reply;
  }

 private:
  Wire& wire_;
  Node& edge_;
  Service& service_;
};

}  // namespace stalemate::models
