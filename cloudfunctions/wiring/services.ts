/** The services that the domains offer each other. */
import type { CallService } from '../call/service';
import type { ComplaintService } from '../complaint/service';
import type { FollowupService } from '../followup/service';
import type { MessageService } from '../message/service';
import type { NoticeService } from '../notice/service';
import type { VisitService } from '../visit/service';

export interface Services { calls: CallService; followup: FollowupService; notices: NoticeService; visits: VisitService; messages: MessageService; complaints: ComplaintService }
/** They know each other in circles (a step queues a call, a call settles its step): ports ask for a service when they are used, never while they are made. */
export type House = () => Services;
